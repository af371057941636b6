package io.sluice.store;

/**
 * What an undo did.
 *
 * @param changed resources that have their earlier attributes again
 * @param recreated resources that were deleted and are there again
 * @param memberships that are again, or again are not
 * @param left resources that stayed as they are: somebody changed them after the window, or their name is another's now
 * @param complete false where time was up: the same undo goes on
 */
public record Undone(int changed, int recreated, int memberships, int left, boolean complete) {
    public static final Undone NOTHING = new Undone(0, 0, 0, 0, true);

    public Undone plus(Undone more) {
        return new Undone(
                changed + more.changed,
                recreated + more.recreated,
                memberships + more.memberships,
                left + more.left,
                complete && more.complete);
    }
}
