package io.sluice.store;

/**
 * How much one tenant may ask of a service.
 *
 * @param perSecond requests a second, sustained
 * @param burst requests at once after a pause; at least {@code perSecond}
 * @param inFlight requests under way at the same time
 */
public record TenantLimits(int perSecond, int burst, int inFlight) {
    public TenantLimits {
        if (perSecond < 1 || burst < perSecond || inFlight < 1) {
            throw new IllegalArgumentException("limits must be positive, and the burst at least a second's worth");
        }
    }
}
