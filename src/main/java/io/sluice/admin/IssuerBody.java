package io.sluice.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.IssuerHosts;
import io.sluice.store.IssuerPins;
import io.sluice.store.IssuerPins.Use;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** An issuer as administrators write it. For those of Microsoft Entra ID the address of the keys follows from the issuer. */
final class IssuerBody {
    private static final int MAX_LENGTH = 512;
    private static final String VERSION_1 = "https://sts.windows.net/";

    private IssuerBody() {}

    static IssuerPins pins(AdminBody body, IssuerHosts hosts) {
        body.requireOnly("use", "issuer", "tid", "audience", "subject", "appid", "keys");
        Use use = Use.of(body.text("use", "\"assertion\" or \"bearer\""))
                .orElseThrow(() -> AdminBody.refused("\"use\" must be \"assertion\" or \"bearer\"."));
        String issuer = claim(body, "issuer");
        String directory = claim(body, "tid");
        if (use == Use.ASSERTION && issuer.startsWith(VERSION_1)) {
            throw AdminBody.refused("Assertions are tokens of version 2: \"issuer\" must be"
                    + " https://login.microsoftonline.com/<tid>/v2.0.");
        }
        String subject = body.members().has("subject") ? claim(body, "subject") : "";
        String app = body.members().has("appid") ? claim(body, "appid") : "";
        if (subject.isEmpty() && app.isEmpty()) {
            throw AdminBody.refused(
                    "\"subject\" or \"appid\" must be given: the directory issues tokens to many applications.");
        }
        String keys = body.members().has("keys")
                ? claim(body, "keys")
                : keys(issuer, directory)
                        .orElseThrow(() -> AdminBody.refused("\"keys\" must be given for this \"issuer\": it is not"
                                + " https://login.microsoftonline.com/<tid>/v2.0 or " + VERSION_1
                                + "<tid>/ of this \"tid\"."));
        if (!admitted(keys, hosts)) {
            throw AdminBody.refused("\"keys\" must be an https address of a host that SLUICE_ISSUER_HOSTS lists.");
        }
        return new IssuerPins(use, issuer, directory, claim(body, "audience"), subject, app, keys);
    }

    static void put(ObjectNode json, IssuerPins pins) {
        json.put("use", pins.use().word())
                .put("issuer", pins.issuer())
                .put("tid", pins.directory())
                .put("audience", pins.audience());
        if (!pins.subject().isEmpty()) {
            json.put("subject", pins.subject());
        }
        if (!pins.app().isEmpty()) {
            json.put("appid", pins.app());
        }
        json.put("keys", pins.keys());
    }

    private static Optional<String> keys(String issuer, String directory) {
        if (issuer.equals(VERSION_1 + directory + "/")) {
            return Optional.of("https://login.microsoftonline.com/" + directory + "/discovery/keys");
        }
        return IssuerHosts.MICROSOFT.hosts().stream()
                .map(host -> "https://" + host + "/" + directory)
                .filter(base -> issuer.equals(base + "/v2.0"))
                .map(base -> base + "/discovery/v2.0/keys")
                .findFirst();
    }

    private static boolean admitted(String keys, IssuerHosts hosts) {
        try {
            return hosts.admits(new URI(keys));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static String claim(AdminBody body, String name) {
        String text = body.text(name, "a text");
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw AdminBody.refused(
                    "\"" + name + "\" must have 1 to " + MAX_LENGTH + " printable ASCII characters, no blanks.");
        }
        return text;
    }
}
