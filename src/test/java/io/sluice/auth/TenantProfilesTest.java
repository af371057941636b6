package io.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scim.TenantId;
import io.sluice.store.Credential;
import io.sluice.store.Scope;
import io.sluice.store.TenantLimits;
import io.sluice.store.TenantProfile;
import io.sluice.store.TenantProfileStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantProfilesTest {
    private final Reads reads = new Reads();
    private final TenantProfiles profiles = new TenantProfiles(reads);

    @Test
    void aTenantWithNothingParticularIsNeverRead() {
        assertThat(profiles.of(credential(1, 0)).result()).isSameAs(TenantProfile.PLAIN);

        assertThat(reads.count).isZero();
    }

    @Test
    void aVersionIsReadOnceAndTheNextOneAgain() {
        for (int request = 0; request < 100; request++) {
            assertThat(profiles.of(credential(1, 5)).result().version()).isEqualTo(5);
        }
        assertThat(reads.count).isEqualTo(1);

        assertThat(profiles.of(credential(1, 6)).result().version()).isEqualTo(6);
        assertThat(profiles.of(credential(1, 5)).result().version()).isEqualTo(6);
        assertThat(reads.count).isEqualTo(2);
    }

    @Test
    void oneTenantsProfileIsNeverAnothers() {
        assertThat(profiles.of(credential(1, 5)).result().limits()).hasValue(new TenantLimits(1, 1, 1));
        assertThat(profiles.of(credential(2, 5)).result().limits()).hasValue(new TenantLimits(2, 2, 2));
    }

    @Test
    void aReadThatFailedIsTriedAgain() {
        reads.failing = true;
        assertThat(profiles.of(credential(1, 5)).failed()).isTrue();

        reads.failing = false;

        assertThat(profiles.of(credential(1, 5)).succeeded()).isTrue();
    }

    private static Credential credential(long tenant, long version) {
        return new Credential(new TenantId(tenant), "acme", UUID.randomUUID(), Scope.ALL, version);
    }

    /** Each tenant at a version one higher with each read, from 5 on. */
    private static final class Reads implements TenantProfileStore {
        private int count;
        private boolean failing;

        @Override
        public Future<TenantProfile> find(TenantId tenant) {
            if (failing) {
                return Future.failedFuture("no database");
            }
            int own = (int) tenant.value();
            return Future.succeededFuture(new TenantProfile(
                    5 + count++, false, TenantProfile.PLAIN.types(), Optional.of(new TenantLimits(own, own, own))));
        }

        @Override
        public Future<Void> suspend(TenantId tenant, boolean suspended) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> limit(TenantId tenant, Optional<TenantLimits> limits) {
            throw new UnsupportedOperationException();
        }
    }
}
