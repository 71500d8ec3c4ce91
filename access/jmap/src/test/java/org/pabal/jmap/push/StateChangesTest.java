// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.Flags;

final class StateChangesTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final StateChanges.TypeStates NO_OTHERS = (_, _, _) -> Optional.empty();
    private static final String MAIL = "Subject: x\r\n\r\nx\r\n";

    private final JmapStage stage = new JmapStage();
    private final StateChanges changes =
            new StateChanges(stage.store, stage.directory, Duration.ZERO);

    @AfterEach
    void close() {
        stage.close();
    }

    private StateListener listen(StageUser user, WantedTypes wanted, String... since) {
        return changes.listen(
                user, wanted, NO_OTHERS, Optional.ofNullable(since.length == 0 ? null : since[0]));
    }

    private StageUser alice() {
        return StageUser.of(stage.account("alice"));
    }

    private String state() {
        return stage.mailboxes("alice").state().point().toString();
    }

    @Test
    void newMailIsToldWithTheStatesThatGetGives() throws Exception {
        try (StateListener listener = listen(alice(), WantedTypes.ALL)) {
            stage.append("alice", "INBOX", Flags.NONE, MAIL);
            StateChange change = listener.await(SOON).orElseThrow();
            assertThat(change.changed()).containsOnlyKeys(stage.accountId("alice"));
            assertThat(change.changed().get(stage.accountId("alice")))
                    .containsKeys("Email", "EmailDelivery", "Thread", "Mailbox")
                    .containsEntry("Email", state());
        }
    }

    @Test
    void onlyWantedTypesAreTold() throws Exception {
        try (StateListener listener = listen(alice(), WantedTypes.of(Set.of("Mailbox", "Moon")))) {
            stage.append("alice", "INBOX", Flags.NONE, MAIL);
            assertThat(listener.await(SOON).orElseThrow().changed())
                    .isEqualTo(Map.of(stage.accountId("alice"), Map.of("Mailbox", state())));
        }
    }

    /// A thousand mails are one event for a client that did not look, and its last state is theirs.
    @Test
    void aStormMergesIntoOneEvent() throws Exception {
        try (StateListener listener = listen(alice(), WantedTypes.of(Set.of("Email")))) {
            for (int mail = 0; mail < 1000; mail++) {
                stage.append("alice", "INBOX", Flags.NONE, MAIL);
            }
            assertThat(listener.await(SOON).orElseThrow().changed())
                    .isEqualTo(Map.of(stage.accountId("alice"), Map.of("Email", state())));
            assertThat(listener.await(Duration.ZERO)).isEmpty();
        }
    }

    /// RFC 8620 §7.3: Last-Event-ID.
    @Test
    void whatChangedBetweenTwoConnectionsIsTold() throws Exception {
        String known;
        try (StateListener listener = listen(alice(), WantedTypes.ALL)) {
            known = listener.known().toString();
        }
        try (StateListener listener = listen(alice(), WantedTypes.ALL, known)) {
            assertThat(listener.await(Duration.ZERO)).isEmpty();
        }
        stage.append("alice", "INBOX", Flags.NONE, MAIL);
        try (StateListener listener = listen(alice(), WantedTypes.ALL, known)) {
            assertThat(listener.await(SOON).orElseThrow().changed().get(stage.accountId("alice")))
                    .containsEntry("EmailDelivery", state());
        }
        try (StateListener listener = listen(alice(), WantedTypes.ALL, "garbage")) {
            assertThat(listener.await(SOON)).isPresent();
        }
    }

    @Test
    void otherTypesAreToldByTheirMethods() throws Exception {
        StateChanges.TypeStates states =
                (_, _, type) -> type.equals("Identity") ? Optional.of("7") : Optional.empty();
        try (StateListener listener =
                changes.listen(alice(), WantedTypes.ALL, states, Optional.empty())) {
            changes.changed(stage.account("alice").id(), "Identity", "8; \n");
            StateChange change = listener.await(SOON).orElseThrow();
            assertThat(change.changed())
                    .isEqualTo(Map.of(stage.accountId("alice"), Map.of("Identity", "8; \n")));
            assertThat(KnownStates.parse(change.known().toString())).contains(change.known());
        }
    }

    /// RFC 9425 §4: what is used changes with mail, whoever brings it.
    @Test
    void whatIsUsedIsToldWithMailAndOnlyThen() throws Exception {
        AtomicInteger used = new AtomicInteger();
        StateChanges.TypeStates states =
                (_, _, type) ->
                        type.equals("Quota") ? Optional.of("q" + used.get()) : Optional.empty();
        try (StateListener listener =
                changes.listen(
                        alice(), WantedTypes.of(Set.of("Quota")), states, Optional.empty())) {
            used.set(1);
            stage.append("alice", "INBOX", Flags.NONE, MAIL);
            assertThat(listener.await(SOON).orElseThrow().changed())
                    .isEqualTo(Map.of(stage.accountId("alice"), Map.of("Quota", "q1")));
            stage.append("alice", "INBOX", Flags.NONE, MAIL); // of an account without a limit
            assertThat(listener.await(Duration.ofMillis(1))).isEmpty();
        }
    }

    /// THREATS J05: of whose mail one may not hear one does not hear.
    @Test
    void whatIsSharedNoMoreIsNotTold() throws Exception {
        stage.given("bob shares INBOX with alice: lr");
        StageUser alice = alice();
        JmapAccount bobs = new JmapAccount(stage.account("bob"), alice.account(), true);
        alice.shared().add(bobs);
        try (StateListener listener = listen(alice, WantedTypes.ALL)) {
            stage.append("bob", "INBOX", Flags.NONE, MAIL);
            assertThat(listener.await(SOON).orElseThrow().changed()).containsOnlyKeys(bobs.id());
            alice.shared().clear();
            stage.append("bob", "INBOX", Flags.NONE, MAIL);
            assertThat(listener.await(Duration.ofMillis(1))).isEmpty();
        }
    }

    /// THREATS A09: who has signed out is told nothing more.
    @Test
    void theEndOfTheSessionEndsIt() throws Exception {
        StageUser alice = alice();
        try (StateListener listener = listen(alice, WantedTypes.ALL)) {
            alice.signedOut().set(true);
            stage.append("alice", "INBOX", Flags.NONE, MAIL);
            assertThat(listener.await(SOON)).isEmpty();
            assertThat(listener.hasEnded()).isTrue();
        }
    }

    /// THREATS A09.
    @Test
    void anotherPasswordEndsIt() throws Exception {
        boolean[] ended = new boolean[1];
        try (StateListener listener = listen(alice(), WantedTypes.ALL);
                var _ = changes.whenEnded(alice(), () -> ended[0] = true)) {
            changes.end(stage.account("alice").id());
            assertThat(listener.await(SOON)).isEmpty();
            assertThat(listener.hasEnded()).isTrue();
            assertThat(ended[0]).isTrue();
        }
        assertThat(changes.count()).isZero();
    }

    /// RFC 9670 §1.4: who listens hears of what was shared since, and of what happens there.
    @Test
    void whatIsSharedSinceIsToldAndListenedTo() throws Exception {
        StageUser alice = alice();
        try (StateListener listener = listen(alice, WantedTypes.ALL)) {
            stage.given("bob shares INBOX with alice: lr");
            JmapAccount bobs = new JmapAccount(stage.account("bob"), alice.account(), true);
            alice.shared().add(bobs);
            changes.sharesChanged(alice.account().id(), "7");
            StateChange change = listener.await(SOON).orElseThrow();
            assertThat(change.changed().get(stage.accountId("alice")))
                    .isEqualTo(Map.of("ShareNotification", "7"));
            assertThat(change.changed().get(bobs.id()))
                    .containsOnlyKeys("Email", "Thread", "Mailbox");
            stage.append("bob", "INBOX", Flags.NONE, MAIL);
            assertThat(listener.await(SOON).orElseThrow().changed().get(bobs.id()))
                    .containsKey("EmailDelivery");
        }
    }
}
