"""Holds an answer against its schema in the OpenAPI document: the part of JSON Schema that the document uses."""

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_type(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Description:
    def __init__(self, document):
        self.document = document

    def resolve(self, part):
        while "$ref" in part:
            found = self.document
            for step in part["$ref"][2:].split("/"):
                found = found[step]
            part = found
        return part

    def faults(self, value, schema, where="$"):
        """One line for each place at which `value` is not as described."""
        schema = self.resolve(schema)
        types = schema.get("type", [])
        types = types if isinstance(types, list) else [types]
        if types and not any(is_type(value, name) for name in types):
            yield f"{where}: {value!r} is no {' or '.join(types)}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is none of {schema['enum']}"
        for part in schema.get("allOf", []):
            yield from self.faults(value, part, where)
        if "oneOf" in schema:
            fits = [not list(self.faults(value, part, where)) for part in schema["oneOf"]]
            if sum(fits) != 1:
                yield f"{where}: fits {sum(fits)} of {len(fits)} alternatives"
        if isinstance(value, dict):
            yield from self.member_faults(value, schema, where)
        if isinstance(value, list):
            for place, item in enumerate(value):
                yield from self.faults(item, schema.get("items", {}), f"{where}[{place}]")

    def member_faults(self, value, schema, where):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}: {name} is missing"
        others = schema.get("additionalProperties", {})
        for name, inner in value.items():
            described = properties.get(name, others if isinstance(others, dict) else {})
            yield from self.faults(inner, described, f"{where}.{name}")

    def operations(self, method):
        for path, item in self.document["paths"].items():
            if method in item:
                yield path, item[method]

    def schema_of(self, operation, status, content_type):
        content = self.resolve(operation["responses"][str(status)]).get("content", {})
        return content.get(content_type, {}).get("schema", {})
