package io.sluice.loadtest.entra;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeMap;

/** A hash of a whole directory, whatever the order in which its resources come: the sum of the SHA-256 digests of their texts. */
final class Fingerprint {
    private static final int BITS = 256;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(BITS);

    private BigInteger sum = BigInteger.ZERO;
    private long users;
    private long groups;
    private long memberships;

    void user(String anchor, Person person, String manager) {
        users++;
        add("user " + anchor + ' ' + new TreeMap<>(person.values()) + ' ' + manager);
    }

    void group(String anchor, String externalId, String displayName) {
        groups++;
        add("group " + anchor + ' ' + externalId + ' ' + displayName);
    }

    void members(String group, Collection<String> anchors) {
        for (String anchor : anchors) {
            memberships++;
            add("member " + group + ' ' + anchor);
        }
    }

    private void add(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            sum = sum.add(new BigInteger(1, digest)).mod(MODULUS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** For example {@code 300 users, 20 groups, 950 memberships, hash 5f3a...}. */
    @Override
    public String toString() {
        return users + " users, " + groups + " groups, " + memberships + " memberships, hash "
                + HexFormat.of().toHexDigits(sum.shiftRight(BITS - Long.SIZE).longValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that
                && sum.equals(that.sum)
                && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return sum.hashCode();
    }
}
