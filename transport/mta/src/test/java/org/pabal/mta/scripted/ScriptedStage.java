// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.scripted;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.FilingRules;
import org.pabal.mda.agent.AdministratorScripts;
import org.pabal.mda.agent.AgentConfig;
import org.pabal.mda.agent.KnownPeople;
import org.pabal.mda.agent.PeopleLists;
import org.pabal.mda.agent.RedirectSeals;
import org.pabal.mda.agent.ReplyLimit;
import org.pabal.mda.agent.ScriptedDelivery;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.notes.DeliveryNotes;
import org.pabal.mda.notes.NotingAgent;
import org.pabal.mda.programs.Programs;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.mda.scripts.ScriptRules;
import org.pabal.mda.scripts.StoredScript;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.ledger.LedgerAudit;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;
import org.pabal.sieve.Action;
import org.pabal.sieve.Action.MailboxTarget;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.SieveLimits;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.language.SieveCompiler;

/// The MTA over the real mailboxes, with scripts that are written in Java.
final class ScriptedStage {
    final MtaStage mta;
    final Map<AccountId, Script> scripts = new HashMap<>();
    AdministratorScripts administrator = AdministratorScripts.NONE;
    Duration duplicateWindow = Duration.ZERO;
    boolean createMailboxes;
    RedirectSeals seals = RedirectSeals.NONE;
    KnownPeople people = KnownPeople.NONE;
    DeliveryMemory memory;
    DeliveryNotes notes;

    ScriptedStage(long seed) {
        mta = new MtaStage(seed);
        mta.otherStore =
                Optional.of(storage ->
                        new StoredMailboxes(storage, mta.clock, MailboxConfig.defaults()));
        memory = new DeliveryMemory(mta.storage, mta.clock, new Random(seed));
        mta.agent = _ -> agent(seed);
        mta.build();
    }

    /// Takes up changed settings, as a start does.
    void rebuild() {
        mta.build();
    }

    private DeliveryAgent agent(long seed) {
        memory = new DeliveryMemory(mta.storage, mta.clock, new Random(seed));
        notes = new DeliveryNotes(mta.storage, mta.store, mta.clock, Runnable::run, 4);
        return new NotingAgent(scripted(seed), notes);
    }

    private ScriptedDelivery scripted(long seed) {
        return new ScriptedDelivery(
                account -> Optional.ofNullable(scripts.get(account.id())),
                administrator,
                new FilingRules(),
                new ScriptedDelivery.Means(
                        mta.directory,
                        mta.storage,
                        mta.store,
                        memory,
                        new SievePrograms(
                                (command, environment, input, output, limit) ->
                                        new Programs.Ended.NotStarted("no programs here"),
                                ProgramsConfig.OFF,
                                mta.store,
                                1_000_000),
                        text -> text,
                        seals,
                        new ReplyLimit(mta.clock),
                        new Random(seed),
                        mta.clock,
                        new AgentConfig(
                                Domain.of(MtaStage.HOSTNAME),
                                "1",
                                java.time.ZoneId.of("UTC"),
                                createMailboxes,
                                duplicateWindow,
                                SieveLimits.DEFAULT,
                                new PeopleLists(people, mta.store, TextIndex.NONE))));
    }

    /// What a script says of a message.
    interface Says {
        List<Action> of(SieveMessage message);
    }

    static Script script(Says says) {
        return (message, surroundings) ->
                new Outcome(says.of(message), Optional.empty(), List.of(), List.of());
    }

    Account account(String address, Says says) {
        return account(address, script(says));
    }

    /// @param text of a true script
    Account account(String address, String text) {
        return switch (new SieveCompiler(SieveConfig.DEFAULT)
                .compile(text.getBytes(StandardCharsets.UTF_8), ScriptSource.NONE)) {
            case Compilation.Compiled(var script, _) ->
                    account(
                            address,
                            new StoredScript(
                                    "main",
                                    script,
                                    ScriptRules.of(text.getBytes(StandardCharsets.UTF_8))));
            case Compilation.Refused(var errors) -> throw new AssertionError(errors);
        };
    }

    private Account account(String address, Script script) {
        Account account = mta.directory.account(address);
        scripts.put(account.id(), script);
        return account;
    }

    static Action keep(SieveMessage message) {
        return new Action.Keep(message, Optional.empty(), true);
    }

    static Action fileInto(SieveMessage message, String name) {
        return new Action.FileInto(message, target(name, false), Optional.empty());
    }

    static MailboxTarget target(String name, boolean create) {
        return new MailboxTarget(name, create, Optional.empty(), Optional.empty());
    }

    static Action redirect(SieveMessage message, String to) {
        return new Action.Redirect(
                message, Address.of(to), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Action vacation(SieveMessage message, Duration period, String handle) {
        return new Action.Vacation(
                message,
                period,
                Optional.empty(),
                Optional.empty(),
                handle,
                "I am away.",
                false,
                Optional.empty());
    }

    /// What lies in a mailbox, as text, one char per octet; oldest first.
    List<String> messages(Account account, String mailbox) {
        AccountMailboxes mailboxes = mta.store.open(account);
        List<String> all = new ArrayList<>();
        mailboxes
                .find(MailboxName.of(mailbox))
                .flatMap(info -> mailboxes.snapshot(info.id()))
                .ifPresent(snapshot -> all.addAll(texts(mailboxes, snapshot)));
        return all;
    }

    private static List<String> texts(AccountMailboxes mailboxes, MailboxSnapshot snapshot) {
        List<String> all = new ArrayList<>();
        for (int index = 0; index < snapshot.count(); index++) {
            StoredMessage message = mailboxes.messages(List.of(snapshot.email(index))).getFirst();
            try (MessageOctets octets = mailboxes.octets(message)) {
                byte[] text = new byte[(int) octets.size()];
                octets.read(0, text, 0, text.length);
                all.add(new String(text, StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    List<QueueEntry> queued() {
        return mta.queue.list(Optional.empty(), 1_000);
    }

    /// The message of an entry as the next server gets it.
    String content(QueueEntry entry) {
        return mta.content(entry.content().blob()).substring(entry.content().prefixOctets());
    }

    List<LedgerRecord> records() {
        return mta.ledger.between(Instant.EPOCH, mta.clock.instant().plusMillis(1), 999);
    }

    /// What is wrong with the ledger.
    List<LedgerAudit.Finding> findings() {
        return new LedgerAudit(
                        mta.ledger,
                        (queueId, address) ->
                                queued().stream()
                                        .anyMatch(entry -> entry.id().toString().equals(queueId)))
                .check(Instant.EPOCH, mta.clock.instant().plusMillis(1))
                .findings();
    }
}
