// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.filter.policy.ListEntry;
import org.pabal.filter.policy.Scope;
import org.pabal.filter.policy.SenderPattern;
import org.pabal.filter.policy.StoredWishes;
import org.pabal.filter.policy.Wishes;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;

/// Lists of senders, as a client sees them.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> all() throws Exception {
        return JmapTranscript.in("sender", ListsStage::new);
    }

    private static final class ListsStage extends JmapStage {
        private final StoredWishes wishes = new StoredWishes(storage);
        private final SenderLists lists = new SenderLists(wishes);

        @Override
        protected List<Capability> moreCapabilities() {
            return List.of(lists.capability());
        }

        @Override
        protected List<JmapMethod> moreMethods() {
            return lists.methods();
        }

        private Scope alice() throws Exception {
            return new Scope.OfAccount(account("alice").id());
        }

        private static ListEntry entry(ListEntry.Kind kind, String sender, String note) {
            return new ListEntry(SenderPattern.parse(sender).orElseThrow(), kind, note);
        }

        @Override
        public void given(String sentence) throws Exception {
            if (sentence.equals("an administrator has blocked @shop.example for alice")) {
                wishes.change(
                        alice(),
                        before ->
                                new Wishes(
                                        OptionalDouble.of(4),
                                        before.quarantine(),
                                        before.refuse(),
                                        List.of(
                                                entry(
                                                        ListEntry.Kind.BLOCKED,
                                                        "@shop.example",
                                                        "asked by phone"))));
            } else if (sentence.equals("the filter knows the same of alice")) {
                Wishes now = new StoredWishes(storage).of(alice());
                assertThat(now.junk()).hasValue(4);
                assertThat(now.entries())
                        .containsExactlyInAnyOrder(
                                entry(ListEntry.Kind.BLOCKED, "@shop.example", "asked by phone"),
                                entry(ListEntry.Kind.BLOCKED, "x@far.example", ""),
                                entry(ListEntry.Kind.ALLOWED, "y@far.example", ""));
            } else {
                super.given(sentence);
            }
        }
    }
}
