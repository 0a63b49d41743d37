DROP SCHEMA IF EXISTS init_shop CASCADE;
CREATE SCHEMA init_shop;
CREATE TABLE init_shop.people (id bigint PRIMARY KEY, name character varying(108) NOT NULL, born date, photo bytea, "Shoe Size" int);
CREATE TABLE init_shop.orders (
  id integer PRIMARY KEY, giver_id bigint REFERENCES init_shop.people, taker_id bigint REFERENCES init_shop.people,
  ordered_at timestamp without time zone, paid_at timestamp with time zone, amount numeric(12, 2), weight double precision,
  gift boolean, details json
);
CREATE TABLE init_shop.tags (id smallint PRIMARY KEY, name text);
CREATE TABLE init_shop.order_tags (order_id integer REFERENCES init_shop.orders, tag_id smallint REFERENCES init_shop.tags, PRIMARY KEY (order_id, tag_id));
CREATE TABLE init_shop.reviews (review_id bigint, order_id integer, stars smallint);
CREATE TABLE init_shop.log (at timestamp, line text);
CREATE TABLE init_shop."Odd Name" (id integer PRIMARY KEY);
COMMENT ON TABLE init_shop.orders IS 'One row for each order: paid or not';
COMMENT ON COLUMN init_shop.orders.amount IS 'What was paid, in euros';
