// A failure -> its headline and what to do next, in words.
import type { Failure } from "../server/failure.ts";

/** What is said of a failure. */
export interface Advice {
  readonly headline: string;
  /** What went wrong, where the headline does not say it all. */
  readonly said: string | undefined;
  /** Ways on, the best first. */
  readonly next: readonly string[];
  /** What the button that leads on says and does. */
  readonly action: "run again" | "log in" | "reload" | "none";
}

/** Says it for people who ask questions, not for those who look after the server. */
export function adviceFor(failure: Failure): Advice {
  const { kind, message, details } = failure;
  switch (kind) {
    case "timeout":
      return {
        headline: "The database stopped this question because it took too long",
        said: "Nothing is wrong with your question.",
        next: [
          "Narrow it: choose a value or a range of time.",
          "Run it again: a second run is often faster.",
        ],
        action: "run again",
      };
    case "cancelled":
      return { headline: "Cancelled", said: undefined, next: [], action: "run again" };
    case "offline":
      return {
        headline: "This computer is offline",
        said: "Your question is kept here, in the form and in the address bar.",
        next: ["Connect to the network, then run it again."],
        action: "run again",
      };
    case "connection":
      return {
        headline: "The server does not answer",
        said: "Your question is kept here, in the form and in the address bar.",
        next: ["See whether the server is still running, then run the question again."],
        action: "run again",
      };
    case "forbidden":
      return {
        headline: "You may not ask this",
        said: message,
        next: ["Your question is kept in the address bar."],
        action: "none",
      };
    case "login":
      return {
        headline: "You are logged out",
        said: "Your question is kept in the address bar: after logging in you are back at it.",
        next: [],
        action: "log in",
      };
    case "unknown":
      return {
        headline: "This asks for something that is not here",
        said: message,
        next: ["The model may have changed since the link was made. Ask in the form instead."],
        action: "none",
      };
    case "changed":
      return {
        headline: "The model has changed since this page was opened",
        said: message,
        next: ["Reload the page: the question is kept in the address bar."],
        action: "reload",
      };
    case "busy": {
      const { seconds } = details;
      const when =
        seconds === undefined
          ? "Try again in a moment."
          : `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
      return {
        headline: "Many are asking just now",
        said: "The queue for the database is full. Nothing is wrong with your question.",
        next: [when],
        action: "run again",
      };
    }
    case "outage":
      // The server says after how long the same may succeed, where waiting helps.
      return details.seconds === undefined
        ? {
            headline: "The database cannot answer this as it is now",
            said: message,
            next: ["Nothing is wrong with your question. Tell whoever looks after this server."],
            action: "run again",
          }
        : {
            headline: "The database did not answer",
            said: message,
            next: ["Nothing is wrong with your question. Run it again in a moment."],
            action: "run again",
          };
    case "refused":
      return {
        headline: "This question was not answered",
        said: message,
        next: ["Change the question, and run it again."],
        action: "none",
      };
    case "fault":
      return {
        headline: "Something went wrong that is not your fault",
        said: message,
        next: ["Reload the page and try again. If it stays so, tell whoever looks after this server."],
        action: "reload",
      };
  }
}
