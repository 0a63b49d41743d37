// What a noun is called and what it takes to see it -> what LookML must say of it: nothing where Looker would do the same unasked.

/** The grants something takes, as `required_access_grants` says them; undefined where it takes none. */
export function grantsToSay(noun: { readonly requiredAccessGrants: readonly string[] }): readonly string[] | undefined {
  return noun.requiredAccessGrants.length === 0 ? undefined : noun.requiredAccessGrants;
}

/**
 * @param noun anything with a name and a label
 * @returns the label, or undefined where it is Looker's own for that name (underscores to spaces, capitalised words)
 */
export function labelToSay(noun: { readonly name: string; readonly label: string }): string | undefined {
  const lookers = noun.name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
  return noun.label === lookers ? undefined : noun.label;
}
