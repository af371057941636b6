package io.sluice.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One operation of a PATCH: as a client sends it, and what it must do. */
record Operation(Map<String, Object> json, Consumer<Draft> effect) {

    static Operation of(String op, String path, Object value, Consumer<Draft> effect) {
        Operation operation = pathless(op, value, effect);
        operation.json.put("path", path);
        return operation;
    }

    static Operation remove(String op, String path, Consumer<Draft> effect) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("op", op);
        json.put("path", path);
        return new Operation(json, effect);
    }

    static Operation pathless(String op, Object value, Consumer<Draft> effect) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("op", op);
        json.put("value", value);
        return new Operation(json, effect);
    }
}
