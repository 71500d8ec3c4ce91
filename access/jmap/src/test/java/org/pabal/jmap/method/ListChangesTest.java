// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A client that takes the changes has the new list. RFC 8620 §5.6.
class ListChangesTest {

    @Test
    void aClientThatTakesTheChangesHasTheNewList() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<String> before = some(random);
            List<String> after = some(random);
            ListChanges changes = ListChanges.between(before, after);
            assertThat(taken(before, changes)).as("seed %d", seed).isEqualTo(after);
        }
    }

    @Test
    void whatStaysInItsOrderIsNotToldOf() {
        ListChanges changes =
                ListChanges.between(List.of("a", "b", "c", "d"), List.of("d", "a", "b", "c"));
        assertThat(changes.removed()).containsExactly("d");
        assertThat(changes.added()).containsExactly(new ListChanges.Added("d", 0));
    }

    private static List<String> some(Random random) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            if (random.nextBoolean()) {
                ids.add("i" + i);
            }
        }
        if (random.nextBoolean()) {
            Collections.shuffle(ids, random);
        }
        return ids;
    }

    /// As RFC 8620 §5.6 says that a client does it.
    private static List<String> taken(List<String> before, ListChanges changes) {
        List<String> list = new ArrayList<>(before);
        list.removeAll(changes.removed());
        changes.added().forEach(each -> list.add(each.index(), each.id()));
        return list;
    }
}
