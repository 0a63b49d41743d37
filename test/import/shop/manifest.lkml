project_name: "shop"
constant: SCHEMA { value: "dw" export: override_optional }
