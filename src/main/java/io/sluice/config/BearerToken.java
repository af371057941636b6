package io.sluice.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Makes tokens such as {@code sluice_<id>_<43 characters>_<6 characters>}: the id by which administrators know the token, 256 bits of
 * randomness in base 62, then a CRC-32 of everything before it, by which secret scanners recognise a leaked token, and the gateway a damaged
 * one, without asking anybody.
 */
public final class BearerToken {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE = ALPHABET.length();
    /** The smallest length at which 62 to its power exceeds 2 to the 256th. */
    private static final int RANDOM_LENGTH = 43;

    private static final int CHECK_LENGTH = 6;
    private static final int ID_LENGTH = 32;
    private static final String PREFIX = "sluice_";
    private static final String SECRET_PREFIX = PREFIX + "secret_";

    private BearerToken() {}

    /** A token of a tenant's provisioning client. */
    public static String tenant(UUID id) {
        return checked(PREFIX + id.toString().replace("-", "") + "_" + random(RANDOM_LENGTH));
    }

    /** The same with an id of its own choice. */
    public static String tenant() {
        return tenant(UUID.randomUUID());
    }

    /** A secret of a provisioning client, good at the token endpoint alone. */
    public static String secret(UUID id) {
        return checked(SECRET_PREFIX + id.toString().replace("-", "") + "_" + random(RANDOM_LENGTH));
    }

    /** Whether it has the form of one of {@link #secret}. */
    public static boolean isSecret(String text) {
        return text.startsWith(SECRET_PREFIX) && !isDamaged(text);
    }

    /** The token of the administration API. */
    public static String admin() {
        return checked(PREFIX + "admin_" + random(RANDOM_LENGTH));
    }

    /** A password of 256 bits, letters and digits only. */
    public static String password() {
        return random(RANDOM_LENGTH);
    }

    /** Whether it begins like a token made here and does not end like one. */
    public static boolean isDamaged(String token) {
        int end = token.length() - CHECK_LENGTH - 1;
        return token.startsWith(PREFIX)
                && (end < PREFIX.length() || !checked(token.substring(0, end)).equals(token));
    }

    /** The id in a token of {@link #tenant}; a token that an operator chose has none. */
    public static Optional<UUID> id(String token) {
        int end = PREFIX.length() + ID_LENGTH;
        if (isDamaged(token) || !token.startsWith(PREFIX) || token.length() < end) {
            return Optional.empty();
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(token, PREFIX.length(), end);
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            return Optional.of(new UUID(halves.getLong(), halves.getLong()));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static String random(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(length);
        byte[] bytes = new byte[length];
        while (text.length() < length) {
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length && text.length() < length; i++) {
                // Six bits; 62 and 63 are thrown away, so that every character is equally likely.
                int candidate = bytes[i] & 63;
                if (candidate < BASE) {
                    text.append(ALPHABET.charAt(candidate));
                }
            }
        }
        return text.toString();
    }

    private static String checked(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        char[] check = new char[CHECK_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECK_LENGTH - 1; i >= 0; i--) {
            check[i] = ALPHABET.charAt((int) (rest % BASE));
            rest /= BASE;
        }
        return text + "_" + new String(check);
    }
}
