package io.sluice.loadtest.entra;

/**
 * One request.
 *
 * @param name what it is for; the line of the report that it counts in
 * @param path below the base URL, with its query, encoded
 * @param body empty for none
 */
public record Call(String name, String method, String path, String body) {
    static Call get(String name, String path) {
        return new Call(name, "GET", path, "");
    }
}
