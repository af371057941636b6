package io.sluice.config;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * Makes tokens such as {@code sluice_<43 characters>_<6 characters>}: 256 bits of randomness in base 62, then a CRC-32 of everything before
 * it, by which secret scanners recognise a leaked token without asking anybody.
 */
public final class BearerToken {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE = ALPHABET.length();
    /** The smallest length at which 62 to its power exceeds 2 to the 256th. */
    private static final int RANDOM_LENGTH = 43;

    private static final int CHECK_LENGTH = 6;

    private BearerToken() {}

    /** A token of a tenant's provisioning client. */
    public static String tenant() {
        return checked("sluice_" + random(RANDOM_LENGTH));
    }

    /** The token of the administration API. */
    public static String admin() {
        return checked("sluice_admin_" + random(RANDOM_LENGTH));
    }

    /** A password of 256 bits, letters and digits only. */
    public static String password() {
        return random(RANDOM_LENGTH);
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
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        char[] check = new char[CHECK_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECK_LENGTH - 1; i >= 0; i--) {
            check[i] = ALPHABET.charAt((int) (rest % BASE));
            rest /= BASE;
        }
        return text + "_" + new String(check);
    }
}
