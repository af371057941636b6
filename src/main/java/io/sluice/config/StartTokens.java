package io.sluice.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The tokens of this start.
 *
 * @param bootstrap of the bootstrap tenant, empty where there is none
 * @param admin of the administration API, empty where it is closed
 */
public record StartTokens(Secret bootstrap, Secret admin) {

    /** Makes the generated ones at the first start and reads them at the next. Call it with the embedded database started: its lock covers the files. */
    public static StartTokens of(GatewayConfig config) {
        return new StartTokens(
                token(config.bootstrap().token(), BearerToken::tenant),
                token(config.admin().token(), BearerToken::admin));
    }

    private static Secret token(TokenSource source, Supplier<String> generator) {
        return switch (source) {
            case TokenSource.Given given -> given.token();
            case TokenSource.Generated generated -> kept(generated.file(), generator);
            case TokenSource.None none -> new Secret("");
        };
    }

    private static Secret kept(Path file, Supplier<String> generator) {
        try {
            return PrivateFile.readOrCreate(file, generator);
        } catch (IOException failure) {
            throw new ConfigException("SLUICE_EMBEDDED_DIR: cannot keep a token in " + file + ": " + failure);
        }
    }
}
