package io.sluice.store.pg;

import io.sluice.scim.ResourceId;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes ids: UUID version 7 (RFC 9562), whose leading time keeps inserts at the right edge of the primary key. An id confers no right. */
final class ResourceIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;

    private ResourceIds() {}

    static ResourceId next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16;
        return new ResourceId(
                new UUID(time | VERSION_7 | random.nextLong(1L << 12), VARIANT | random.nextLong() >>> 2));
    }
}
