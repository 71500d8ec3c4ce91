// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;
import static org.pabal.mailbox.stored.TestStore.id;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.Listener;
import org.pabal.mailbox.AccountMailboxes.MetadataOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// Annotations of mailboxes and accounts. RFC 5464.
class AnnotationsTest {
    private static final int ALL = Integer.MAX_VALUE;
    private static final MetadataName SHARED = MetadataName.of("/shared/comment");
    private static final MetadataName PRIVATE = MetadataName.of("/private/comment");

    private final TestStore store =
            new TestStore(TestStore.CONFIG.withMetadata(new MetadataLimits(3, 20, 120, 40)));
    private AccountMailboxes owner = store.open(1);

    @AfterEach
    void close() {
        store.close();
    }

    private AccountMailboxes as(long reader) {
        return store.mailboxes.open(account(1), account(reader));
    }

    private Optional<MailboxId> inbox() {
        return Optional.of(id(owner, "INBOX"));
    }

    private static MetadataOutcome set(
            AccountMailboxes who, Optional<MailboxId> where, MetadataName name, String value) {
        return who.setMetadata(
                where, Map.of(name, Optional.of(value.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> get(
            AccountMailboxes who, Optional<MailboxId> where, int depth, String... names) {
        List<MetadataName> wanted = new ArrayList<>();
        for (String name : names) {
            wanted.add(MetadataName.parsePrefix(name).orElseThrow());
        }
        return who.metadata(where, wanted, depth).stream()
                .map(e -> e.name() + "=" + new String(e.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void eachReaderHasPrivateValuesAndAllHaveTheSharedOnes() {
        set(owner, inbox(), SHARED, "ours");
        set(owner, inbox(), PRIVATE, "mine");
        set(as(2), inbox(), PRIVATE, "bob's");
        set(owner, Optional.empty(), SHARED, "the account's");
        store.restart();
        owner = store.open(1);
        assertThat(get(owner, inbox(), ALL, "/private", "/shared"))
                .containsExactly("/private/comment=mine", "/shared/comment=ours");
        assertThat(get(as(2), inbox(), ALL, "/private", "/shared"))
                .containsExactly("/private/comment=bob's", "/shared/comment=ours");
        assertThat(get(as(3), inbox(), ALL, "/private")).isEmpty();
        assertThat(get(owner, Optional.empty(), 0, "/shared/comment"))
                .containsExactly("/shared/comment=the account's");
    }

    @Test
    void depthTellsHowFarBelow() { // RFC 5464 §4.2.2
        set(owner, inbox(), MetadataName.of("/private/a"), "1");
        set(owner, inbox(), MetadataName.of("/private/a/b"), "2");
        set(owner, inbox(), MetadataName.of("/private/a/b/c"), "3");
        assertThat(get(owner, inbox(), 0, "/PRIVATE/A")).containsExactly("/private/a=1");
        assertThat(get(owner, inbox(), 1, "/private/a"))
                .containsExactly("/private/a=1", "/private/a/b=2");
        assertThat(get(owner, inbox(), ALL, "/private/a/b"))
                .containsExactly("/private/a/b=2", "/private/a/b/c=3");
        assertThat(get(owner, inbox(), 1, "/private")).containsExactly("/private/a=1");
    }

    @Test
    void annotationsFollowARenameAndDieWithTheMailbox() {
        owner.create(MailboxName.of("a"), Optional.empty());
        MailboxId a = id(owner, "a");
        set(owner, Optional.of(a), SHARED, "0123456789");
        set(as(2), Optional.of(a), PRIVATE, "x");
        owner.rename(MailboxName.of("a"), MailboxName.of("b"));
        assertThat(get(owner, Optional.of(a), 0, "/shared/comment")).hasSize(1);
        owner.delete(MailboxName.of("b"));
        assertThat(store.storage.scan(Space.account(1), new byte[] {'I'}, new byte[] {'J'}, 10))
                .isEmpty();
        assertThat(set(owner, Optional.of(a), SHARED, "x"))
                .isEqualTo(new MetadataOutcome.NoSuchMailbox());
        for (int i = 0; i < 3; i++) { // all of the account's room is there again
            assertThat(set(owner, inbox(), MetadataName.of("/shared/longer" + i), "0123456789"))
                    .isEqualTo(new MetadataOutcome.Done());
        }
    }

    @Test
    void limitsAreKept() {
        assertThat(set(owner, inbox(), SHARED, "012345678901234567890"))
                .isEqualTo(new MetadataOutcome.TooBig(20));
        Map<MetadataName, Optional<byte[]>> four = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            four.put(MetadataName.of("/private/" + i), Optional.of(new byte[1]));
        }
        assertThat(owner.setMetadata(inbox(), four)).isEqualTo(new MetadataOutcome.TooMany(3));
        assertThat(get(owner, inbox(), ALL, "/private")).isEmpty();
        MetadataName own = MetadataName.of("/private/0123456789");
        assertThat(set(as(2), inbox(), own, "01234567890123456789"))
                .isEqualTo(new MetadataOutcome.Done());
        assertThat(set(as(2), inbox(), PRIVATE, "x")).isEqualTo(new MetadataOutcome.OverTotal(40));
        assertThat(set(owner, inbox(), own, "01234567890123456789"))
                .isEqualTo(new MetadataOutcome.Done());
        assertThat(set(owner, inbox(), SHARED, "01234567890123456789"))
                .isEqualTo(new MetadataOutcome.Done());
        assertThat(set(owner, Optional.empty(), own, "01234567890123456789"))
                .isEqualTo(new MetadataOutcome.Done());
        assertThat(set(owner, Optional.empty(), SHARED, "01234567890123456789"))
                .isEqualTo(new MetadataOutcome.OverTotal(120));
        owner.setMetadata(inbox(), Map.of(own, Optional.empty()));
        assertThat(set(owner, Optional.empty(), SHARED, "01234567890123456789"))
                .isEqualTo(new MetadataOutcome.Done());
    }

    @Test
    void namesAreCheckedAndCompareWithoutCase() {
        for (String wrong :
                List.of(
                        "",
                        "/",
                        "/other/x",
                        "/private",
                        "/private/",
                        "/private//x",
                        "/shared/*",
                        "/shared/a%",
                        "/shared/\u00e4",
                        "/shared/a b",
                        "shared/x")) {
            assertThat(MetadataName.parse(wrong)).as(wrong).isEmpty();
        }
        set(owner, inbox(), MetadataName.of("/Private/COMMENT"), "x");
        assertThat(get(owner, inbox(), 0, "/private/comment")).hasSize(1);
    }

    @Test
    void listenersHearTheNames() {
        List<String> heard = new ArrayList<>();
        Listener listener =
                new Listener() {
                    @Override
                    public void mailboxChanged(MailboxId mailbox) {
                        heard.add("mailbox");
                    }

                    @Override
                    public void metadataChanged(
                            Optional<MailboxId> mailbox, List<MetadataName> names) {
                        heard.add(mailbox.isPresent() + " " + names);
                    }
                };
        try (var watch = owner.watch(listener)) {
            set(owner, inbox(), SHARED, "x");
            owner.setMetadata(Optional.empty(), Map.of(PRIVATE, Optional.empty()));
        }
        assertThat(heard).containsExactly("true [/shared/comment]", "false [/private/comment]");
    }

    @Test
    void aFailedCommitLeavesNothing() {
        store.storage.failNextCommits(new StorageException.Unavailable("away"));
        try {
            set(owner, inbox(), SHARED, "x");
        } catch (org.pabal.message.UnavailableException expected) {
            store.storage.stopFailing();
        }
        assertThat(get(owner, inbox(), ALL, "/shared")).isEmpty();
    }

    @Test
    void anExistingMailboxCanBeGivenAUse() { // RFC 6154 §5.4
        MailboxId inbox = id(owner, "INBOX");
        owner.create(MailboxName.of("Key"), Optional.empty());
        MailboxId key = id(owner, "Key");
        assertThat(owner.setSpecialUse(key, Optional.of(SpecialUse.IMPORTANT)))
                .isEqualTo(new NameOutcome.Done(key));
        assertThat(owner.setSpecialUse(key, Optional.of(SpecialUse.SENT)))
                .isInstanceOf(NameOutcome.NotAllowed.class);
        assertThat(owner.setSpecialUse(inbox, Optional.of(SpecialUse.IMPORTANT)))
                .isInstanceOf(NameOutcome.NotAllowed.class);
        store.restart();
        owner = store.open(1);
        assertThat(owner.find(MailboxName.of("Key")).orElseThrow().specialUse())
                .hasValue(SpecialUse.IMPORTANT);
        owner.setSpecialUse(key, Optional.empty());
        assertThat(owner.find(MailboxName.of("Key")).orElseThrow().specialUse()).isEmpty();
    }
}
