package io.sluice.auth;

/**
 * What a client gets.
 *
 * @param scope as the answer names it
 */
public record AccessToken(String token, int seconds, String scope) {
    @Override
    public String toString() {
        return "AccessToken[***]";
    }
}
