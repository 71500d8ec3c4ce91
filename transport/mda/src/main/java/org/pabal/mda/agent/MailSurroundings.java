// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Assessment;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.lab.Arrived;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.programs.RunFor;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.sieve.NotifyMethod;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;

/// The world around a script while mail arrives for an account. For one thread.
final class MailSurroundings implements Surroundings {
    private final ArrivedMail mail;
    private final LocalRecipient recipient;
    private final OwnerMailboxes mailboxes;
    private final DeliveryMemory memory;
    private final SievePrograms programs;
    private final OwnAddresses own;
    private final Messages messages;
    private final AgentConfig config;
    private final Instant now;
    private final Optional<Arrived> arrived;

    /// @param arrived in lists of people only what was known by then counts; empty for a mail that
    ///     arrives now
    MailSurroundings(
            ArrivedMail mail,
            LocalRecipient recipient,
            OwnerMailboxes mailboxes,
            DeliveryMemory memory,
            SievePrograms programs,
            OwnAddresses own,
            Messages messages,
            AgentConfig config,
            Instant now,
            Optional<Arrived> arrived) {
        this.mail = mail;
        this.recipient = recipient;
        this.mailboxes = mailboxes;
        this.memory = memory;
        this.programs = programs;
        this.own = own;
        this.messages = messages;
        this.config = config;
        this.now = now;
        this.arrived = arrived;
    }

    @Override
    public List<String> envelope(String part) {
        return switch (part) {
            case "from" -> List.of(address(mail.sender()));
            case "to" -> List.of(recipient.original());
            case "auth" -> mail.client().login().stream().toList();
            case "notify" ->
                    recipient.request().notifyOf().map(MailSurroundings::words).orElse(List.of());
            case "orcpt" ->
                    recipient.request().originalRecipient().stream().map(Object::toString).toList();
            case "ret" ->
                    mail.request().returned().stream()
                            .map(returned -> returned == ReturnContent.FULL ? "FULL" : "HDRS")
                            .toList();
            case "envid" -> mail.request().envelopeId().stream().toList();
            default -> mail.request().deliverBy().flatMap(by -> limit(part, by)).stream().toList();
        };
    }

    private static String address(ReversePath path) {
        return path instanceof ReversePath.To(var address) ? address.toString() : "";
    }

    private static List<String> words(java.util.Set<Notify> asked) {
        return asked.isEmpty()
                ? List.of("NEVER")
                : asked.stream().sorted().map(Notify::name).toList();
    }

    /// RFC 6009 §4.
    private Optional<String> limit(String part, DeliverBy by) {
        Instant until = mail.at().plusSeconds(by.seconds());
        return switch (part) {
            case "bytimeabsolute" ->
                    Optional.of(
                            DateTimeFormatter.ISO_INSTANT.format(
                                    until.truncatedTo(ChronoUnit.SECONDS)));
            case "bytimerelative" ->
                    Optional.of(Long.toString(now.until(until, ChronoUnit.SECONDS)));
            case "bymode" -> Optional.of(by.mode() == DeliverBy.Mode.RETURN ? "RETURN" : "NOTIFY");
            case "bytrace" -> Optional.of(Boolean.toString(by.trace()));
            default -> Optional.empty();
        };
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public ZoneId zone() {
        return config.zone();
    }

    @Override
    public Optional<String> environment(String item) {
        return switch (item) {
            case "domain" -> Optional.of(recipient.account().address().domain().name());
            case "host" -> Optional.of(config.host().name());
            case "location" -> Optional.of("MDA");
            case "name" -> Optional.of("Pabal");
            case "phase" -> Optional.of("during");
            case "remote-host" -> mail.client().name();
            case "remote-ip" -> mail.client().address();
            case "version" -> Optional.of(config.version());
            case "vnd.dovecot.default-mailbox", "vnd.dovecot.default_mailbox" ->
                    Optional.of("INBOX");
            case "vnd.dovecot.username" -> Optional.of(recipient.account().address().toString());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean isOwn(String address) {
        return Address.parse(address).filter(own::has).isPresent();
    }

    @Override
    public boolean mailboxExists(String name) {
        return mailboxes.find(name).isPresent();
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return mailboxes.findById(id).isPresent();
    }

    @Override
    public boolean specialUseExists(Optional<String> mailbox, String use) {
        return mailbox.isEmpty()
                ? mailboxes.findByUse(use).isPresent()
                : mailboxes
                        .find(mailbox.get())
                        .filter(info -> mailboxes.has(info, use))
                        .isPresent();
    }

    @Override
    public Optional<String> metadata(Optional<String> mailbox, String annotation) {
        return MetadataName.parse(annotation)
                .flatMap(name -> mailboxes.metadata(mailbox, name))
                .map(MetadataEntry::value)
                .map(value -> new String(value, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public boolean wasSeen(String id, Duration period, boolean last) {
        return memory.wasSeen(recipient.account().id(), id);
    }

    @Override
    public int score(Score which) {
        return recipient.assessment().map(found -> score(which, found)).orElse(0);
    }

    private static int score(Score which, Assessment found) {
        return switch (which) {
            case SPAM -> found.outOfTen();
            case SPAM_PERCENT -> found.percent();
            case VIRUS ->
                    switch (found.virus()) {
                        case NOT_MADE -> 0;
                        case CLEAN -> 1;
                        case FOUND -> 5;
                    };
        };
    }

    @Override
    public boolean listExists(URI list) {
        return PeopleLists.exists(list);
    }

    @Override
    public boolean isListed(URI list, String value) {
        return config.people().has(recipient.account(), list, value, arrived);
    }

    /// Nobody knows whether somebody will read it. RFC 5435 §5.
    @Override
    public Optional<String> notifyCapability(NotifyMethod method, String capability) {
        return capability.toLowerCase(Locale.ROOT).equals("online")
                ? Optional.of("maybe")
                : Optional.empty();
    }

    @Override
    public Optional<byte[]> execute(String program, List<String> arguments, Input input) {
        return programs.execute(runFor(), program, arguments, input);
    }

    @Override
    public Optional<SieveMessage> filter(
            SieveMessage message, String program, List<String> arguments) {
        Optional<StagedMessage> filtered = programs.filter(runFor(), message, program, arguments);
        return filtered.map(messages::of);
    }

    private RunFor runFor() {
        return new RunFor(
                recipient.account().address(),
                "/",
                mail.sender(),
                recipient.address(),
                recipient.original());
    }
}
