package io.sluice.schema;

import java.util.ArrayList;
import java.util.List;

/** The names in one request that no schema knows, for the provisioning log: the first {@value #MOST}, each cut to {@value #LONGEST} characters. */
public final class IgnoredNames {
    private static final int MOST = 100;
    private static final int LONGEST = 100;

    private final List<String> names = new ArrayList<>();

    public void add(String name) {
        if (names.size() < MOST) {
            names.add(name.length() <= LONGEST ? name : name.substring(0, LONGEST));
        }
    }

    public List<String> list() {
        return List.copyOf(names);
    }
}
