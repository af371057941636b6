package io.sluice.config;

/** What stops the start: one line that names the variable to change and what it should be. Never holds a secret. */
public final class ConfigException extends RuntimeException {
    public ConfigException(String line) {
        super(line.replace('\r', ' ').replace('\n', ' '), null, false, false);
    }

    /** For a server that cannot listen: names the variable of its port. */
    public static ConfigException cannotListen(String variable, Endpoint endpoint, Throwable failure) {
        return new ConfigException(variable + ": cannot listen on " + endpoint.display() + " (" + failure.getMessage()
                + "); 0 takes a free port");
    }

    /** The line; never absent. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
