package io.sluice.auth;

import io.sluice.store.ClientStore;
import io.sluice.store.CredentialStore;
import io.sluice.store.TenantProfileStore;
import java.time.InstantSource;

/** What lets requests in, of one event loop: who they come from, and how clients get what they come with. */
public record Access(Authentication authentication, TokenIssue tokens, LastUse lastUse) {

    public static Access over(
            CredentialStore credentials, TenantProfileStore profiles, ClientStore clients, IssuerKeys keys) {
        InstantSource clock = InstantSource.system();
        IssuerTokens issuerTokens = new IssuerTokens(clients, keys, clock);
        LastUse lastUse = new LastUse(credentials);
        return new Access(
                new BearerAuthentication(
                        credentials,
                        new IssuerCredentials(clients, issuerTokens),
                        new TenantProfiles(profiles),
                        lastUse),
                new TokenIssue(clients, issuerTokens),
                lastUse);
    }
}
