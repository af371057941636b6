package io.sluice.config;

/** The origin that clients know the gateway by; every {@code meta.location} begins with it. It has no slash at its end. */
public sealed interface PublicUrl {

    String origin(int boundPort);

    /** Given by SLUICE_PUBLIC_URL: a proxy in front has a name of its own. */
    record Fixed(String origin) implements PublicUrl {
        @Override
        public String origin(int boundPort) {
            return origin;
        }
    }

    /** Not given: this machine, at whatever port was bound. */
    record Local() implements PublicUrl {
        @Override
        public String origin(int boundPort) {
            return "http://localhost:" + boundPort;
        }
    }
}
