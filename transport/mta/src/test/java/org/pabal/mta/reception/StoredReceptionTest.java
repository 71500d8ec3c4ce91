// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.StorageException;

/// Reception and queue over the true mailboxes.
final class StoredReceptionTest {
    private final MtaStage stage = new MtaStage(21);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");

    StoredReceptionTest() {
        stage.otherStore =
                Optional.of(storage ->
                        new StoredMailboxes(storage, stage.clock, MailboxConfig.defaults()));
        stage.build();
    }

    private long messages(Account account) {
        return stage.store.open(account).quota().messages().used();
    }

    private Account limited(String address, long octets) {
        return stage.directory.account(address, OptionalLong.of(octets), true, Language.ENGLISH);
    }

    @Test
    void mailIsFiledAndOutlivesARestart() {
        String reply =
                stage.receive("c@far.example").to("alice@d.example", "bob@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 Ok: stored as "), reply);
        stage.restart();
        assertEquals(1, messages(alice));
        assertEquals(1, messages(bob));
    }

    @Test
    void aFailedCommitLeavesNothingAndTheNextTrySucceeds() {
        stage.storage.failNextCommits(1, new StorageException.Full("no room"));
        String reply = stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("4"), reply);
        assertEquals(0, messages(alice));
        reply = stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250"), reply);
        assertEquals(1, messages(alice));
    }

    @Test
    void whoHasNoRoomGetsTheMailOnceThereIs() {
        Account tight = limited("tight@d.example", 300);
        String reply =
                stage.receive("c@far.example").to("tight@d.example", "bob@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 Ok: queued as "), reply);
        stage.work();
        assertEquals(0, messages(tight));
        Account roomy = limited("tight@d.example", 10_000);
        stage.restart();
        stage.workNext();
        assertEquals(1, messages(roomy));
        assertEquals(1, messages(bob));
        assertEquals(0, stage.queue.size());
    }

    /// THREATS F06.
    @Test
    void manySessionsAtTheEdgeOfAQuotaDoNotPassIt() throws InterruptedException {
        limited("tight@d.example", 4_000);
        AtomicInteger accepted = new AtomicInteger();
        List<MtaStage.Session> sessions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sessions.add(stage.receive("c@far.example").to("tight@d.example"));
        }
        List<Thread> threads = new ArrayList<>();
        for (MtaStage.Session session : sessions) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                if (session.send(MESSAGE).startsWith("250")) {
                                    accepted.incrementAndGet();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        var quota = stage.store.open(limited("tight@d.example", 4_000)).quota();
        assertEquals(accepted.get(), quota.messages().used());
        assertTrue(quota.storage().used() <= 4_000, () -> "used " + quota);
        assertTrue(accepted.get() >= 5, () -> "accepted " + accepted);
        assertEquals(0, stage.queue.size());
    }

    private String filed(Account account) {
        AccountMailboxes mailboxes = stage.store.open(account);
        MailboxSnapshot inbox =
                mailboxes
                        .find(MailboxName.INBOX)
                        .flatMap(info -> mailboxes.snapshot(info.id()))
                        .orElseThrow();
        var message = mailboxes.messages(List.of(inbox.email(0))).getFirst();
        try (var octets = mailboxes.octets(message)) {
            byte[] all = new byte[(int) octets.size()];
            int read = octets.read(0, all, 0, all.length);
            return new String(all, 0, read, StandardCharsets.ISO_8859_1);
        }
    }

    /// RFC 3030 §3, RFC 3516 §6: IMAP could not show NUL.
    @Test
    void binaryPartsAreFiledAsBase64() {
        String image =
                "Content-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\1\n\2\r\n";
        String reply = stage.receiveBinary("c@far.example").to("alice@d.example").send(image);
        assertTrue(reply.startsWith("250"), reply);
        String message = filed(alice);
        assertTrue(message.contains("Content-Transfer-Encoding: base64\r\n\r\nAAEKAg0K"), message);
        reply =
                stage.receiveBinary("c@far.example")
                        .to("bob@d.example")
                        .send("Subject: a\0b\r\n\r\nx\r\n");
        assertTrue(reply.startsWith("554 5.6.3"), reply);
        assertEquals(0, messages(bob));
    }
}
