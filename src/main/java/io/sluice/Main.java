package io.sluice;

import io.sluice.config.ConfigException;
import io.sluice.config.GatewayConfig;
import io.sluice.config.Release;
import io.sluice.observe.Logs;
import java.util.List;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = new CommandLine(System.getenv(), System.out, System.err).run(List.of(arguments), Main::serve);
        if (status != CommandLine.OK) {
            System.exit(status);
        }
    }

    private static void serve(GatewayConfig config) {
        Logs logs = Logs.begin(config.logFormat(), Release.read().version());
        try {
            Server server = Server.start(config, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, logs), "shut-down"));
        } catch (ConfigException refusal) {
            logs.close();
            throw refusal;
        }
    }

    private static void end(Server server, Logs logs) {
        server.close();
        logs.close();
    }
}
