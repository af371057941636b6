package io.sluice;

import java.util.List;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = new CommandLine(System.getenv(), System.out, System.err).run(List.of(arguments), config -> {
            Server server = Server.start(config, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shut-down"));
        });
        if (status != CommandLine.OK) {
            System.exit(status);
        }
    }
}
