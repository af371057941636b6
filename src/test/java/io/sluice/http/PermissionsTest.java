package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.auth.Caller;
import io.sluice.schema.BuiltInSchemas;
import io.sluice.schema.ResourceTypes;
import io.sluice.scim.ScimException;
import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.Scope;
import io.sluice.store.TenantProfile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every address with every method that it answers, against every set of scopes. */
class PermissionsTest {
    private static final ResourceTypes TYPES = BuiltInSchemas.resourceTypes();

    @ParameterizedTest
    @CsvSource({
        "'GET HEAD', /scim/v2, READ",
        "'GET HEAD', /scim/v2/Users, READ",
        "'GET HEAD', /scim/v2/Groups, READ",
        "'GET HEAD', /scim/v2/Users/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, READ",
        "'GET HEAD', /scim/v2/Groups/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, READ",
        "POST, /scim/v2/.search, READ",
        "POST, /scim/v2/Users/.search, READ",
        "POST, /scim/v2/Groups/.search, READ",
        "POST, /scim/v2/Users, USERS",
        "'PUT PATCH DELETE', /scim/v2/Users/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, USERS",
        "POST, /scim/v2/Groups, GROUPS",
        "'PUT PATCH DELETE', /scim/v2/Groups/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, GROUPS",
        "POST, /scim/v2/Bulk, BULK",
        "'GET HEAD', /scim/v2/Bulk/9f3c6a52-6f0e-4c9e-8a77-0d8b6a1f2c11, BULK",
        "'GET HEAD', /scim/v2/Schemas, ''",
        "'GET HEAD', /scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User, ''",
        "'GET HEAD', /scim/v2/ResourceTypes, ''",
        "'GET HEAD', /scim/v2/ServiceProviderConfig, ''"
    })
    void aRequestNeedsItsScopeAndNoOther(String methods, String path, String needed) {
        Target target = Target.of(path, TYPES);
        for (String method : methods.split(" ")) {
            assertThat(target.methods()).contains(method);
            for (int bits = 0; bits < 16; bits++) {
                Set<Scope> scopes = scopes(bits);
                if (needed.isEmpty() || scopes.contains(Scope.valueOf(needed))) {
                    Permissions.require(caller(scopes), target, method);
                } else {
                    assertThatThrownBy(() -> Permissions.require(caller(scopes), target, method))
                            .isInstanceOfSatisfying(ScimException.class, refused -> {
                                assertThat(refused.problem().status()).isEqualTo(403);
                                assertThat(refused.problem().detail())
                                        .contains(Scope.valueOf(needed).word());
                            });
                }
            }
        }
    }

    @Test
    void wordsOfScopesAreTheirOwn() {
        assertThat(Arrays.stream(Scope.values()).map(Scope::word)).containsExactly("read", "users", "groups", "bulk");
        assertThat(Scope.known("bulk later read")).containsOnly(Scope.READ, Scope.BULK);
    }

    private static Caller caller(Set<Scope> scopes) {
        return new Caller(new Credential(new TenantId(1), "acme", UUID.randomUUID(), scopes, 0), TenantProfile.PLAIN);
    }

    private static Set<Scope> scopes(int bits) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Scope scope : Scope.values()) {
            if ((bits >> scope.ordinal() & 1) == 1) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}
