// The model that stands as the example of dimensions: parcels, with every key a dimension has.

/** A whole model in which every key of a dimension is used. */
export const PARCELS = `model: parcels
connection: warehouse
access_grants:
  staff: {user_attribute: department, allowed: [sales, finance]}
tables:
  parcels: {key: id, columns: {id: integer, sent: timestamp, arrived: timestamp, price: 'decimal(8, 2)', weight: double, booked: integer, state: integer, zip: text, latitude: double, longitude: double}}
views:
  parcels:
    dimensions:
      sent: {type: time, column: sent, timeframes: [date, month, year], label: Sent, group: Dates, description: When it left, hidden: false}
      booked: {type: time, datatype: epoch, convert_tz: true, timeframes: [time, hour_of_day, day_of_week]}
      on_its_way: {type: duration, sql_start: "\${sent_raw}", sql_end: "\${TABLE}.arrived", intervals: [hour, day]}
      price: {unknown: 0, format: usd, lookml: {synonyms: [cost]}}
      price_tier: {type: tier, sql: "\${price}", tiers: [0, 10, 100], style: integer}
      weight_bin: {type: bin, column: weight, bins: [0.5, 2, 10], style: relational}
      state:
        case:
          - {label: On its way, when: "\${TABLE}.state = 1"}
          - {label: Delivered, when: "\${TABLE}.state = 2"}
        else: Lost
        alpha_sort: false
      state_name: {type: string, sql: "UPPER(\${state})", order_by_field: state}
      zip: {type: zipcode, required_access_grants: staff}
      place: {type: location, sql_latitude: "\${TABLE}.latitude", sql_longitude: "\${TABLE}.longitude"}
    measures:
      count: {type: count}
explores:
  parcels:
`;
