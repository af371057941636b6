package io.sluice.operation;

import io.sluice.scim.ScimException;
import io.sluice.scim.ScimProblem;
import io.sluice.scim.ScimType;
import io.sluice.scim.TenantId;
import io.sluice.store.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes cursors as text and reads them back (RFC 9865 section 2). AES-256-GCM makes them unforgeable, and unreadable, for the value that is
 * sorted by is in them and they end up in logs. Tenant and query are authenticated with them: a cursor is worth nothing anywhere else, and never
 * more than the query itself. Nothing is kept on this side.
 */
final class CursorSeal {
    /** How long a client may take for the next page; a seal does not cost anything meanwhile. */
    static final Duration LIFETIME = Duration.ofHours(24);

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final Clock clock;

    CursorSeal(byte[] key, Clock clock) {
        this.key = new SecretKeySpec(key, "AES");
        this.clock = clock;
    }

    /** @param query a digest of everything that has to be the same when the cursor comes back */
    String seal(TenantId tenant, byte[] query, Cursor cursor) {
        byte[] sortKey = cursor.place()
                .key()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        ByteBuffer plain = ByteBuffer.allocate(
                        1 + Long.BYTES + 1 + Integer.BYTES + Long.BYTES + Long.BYTES + 1 + sortKey.length)
                .put(FORMAT)
                .putLong(clock.millis())
                .put(flag(cursor.backward()))
                .putInt(cursor.count())
                .putLong(cursor.total())
                .putLong(cursor.place().seq())
                .put(flag(cursor.place().key().isPresent()))
                .put(sortKey);
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, tenant, query).doFinal(plain.array());
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(NONCE + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Refuses with 400 invalidCursor what was not sealed here for this tenant and query, with expiredCursor what is too old. */
    Cursor open(TenantId tenant, byte[] query, String text) {
        ByteBuffer plain = ByteBuffer.wrap(unsealed(tenant, query, text));
        if (plain.get() != FORMAT) {
            throw invalid();
        }
        Duration age = Duration.ofMillis(clock.millis() - plain.getLong());
        if (age.compareTo(LIFETIME) > 0) {
            throw new ScimProblem(
                            400,
                            ScimType.EXPIRED_CURSOR,
                            "The cursor is older than " + LIFETIME.toHours() + " hours; begin again with an empty one.")
                    .exception();
        }
        boolean backward = plain.get() == 1;
        int count = plain.getInt();
        long total = plain.getLong();
        long seq = plain.getLong();
        boolean hasKey = plain.get() == 1;
        String sortKey = StandardCharsets.UTF_8.decode(plain).toString();
        return new Cursor(new Place(hasKey ? Optional.of(sortKey) : Optional.empty(), seq), backward, count, total);
    }

    private byte[] unsealed(TenantId tenant, byte[] query, String text) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text);
            if (sealed.length <= NONCE) {
                throw invalid();
            }
            byte[] nonce = new byte[NONCE];
            System.arraycopy(sealed, 0, nonce, 0, NONCE);
            return cipher(Cipher.DECRYPT_MODE, nonce, tenant, query).doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            throw invalid();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, TenantId tenant, byte[] query) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(tenant.value()).array());
        cipher.updateAAD(query);
        return cipher;
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    private static ScimException invalid() {
        return new ScimProblem(
                        400,
                        ScimType.INVALID_CURSOR,
                        "This is no cursor of this query: repeat the query as it was begun with the nextCursor or previousCursor"
                                + " of its last page, or begin again with an empty cursor.")
                .exception();
    }
}
