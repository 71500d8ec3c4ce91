// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.KeptJudgement;
import org.pabal.filter.MailFilter;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MessageScanner;
import org.pabal.mta.filtering.ArrivalFilter;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.OwnDomains;
import org.pabal.spam.SpamFields;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.rules.Explanation;
import org.pabal.spam.rules.TextLanguage;

/// What administrators may ask of the spam filter about mails.
public final class SpamOperations {
    private static final int MAX_WINDOW = 512 << 10; // as much as of an arriving mail
    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_HEADER = 64 << 10;

    private final Supplier<Filters> filters;
    private final DirectoryAdministration directory;
    private final MailboxStore mailboxes;
    private final Ledger ledger;
    private final InstantSource clock;

    /// What judges when an administrator asks.
    ///
    /// @param own asks nobody else, and remembers nothing
    public record Filters(MailFilter own, OwnDomains ownDomains) {}

    /// @param filters asked for when they are needed: without a server the settings may be out of order
    public SpamOperations(
            Supplier<Filters> filters,
            DirectoryAdministration directory,
            MailboxStore mailboxes,
            Ledger ledger,
            InstantSource clock) {
        this.filters = filters;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Why a mail is where it is: `mail`, its id; or `account` and `uid`, with `mailbox`; or `message`,
    /// which is judged now. `judgements`, each with `of`, `score`, `required`, `outcome` and
    /// `findings`, the heaviest first: `test`, `points`, `detail`, `sentence`.
    Map<String, Object> explain(Arguments arguments) {
        TextLanguage language = language(arguments);
        List<Map<String, Object>> judgements = new ArrayList<>();
        if (arguments.has("mail")) {
            ofLedger(arguments.text("mail"), language, judgements);
        } else if (arguments.has("uid")) {
            Account account = account(arguments, "account");
            Stored stored = stored(account, arguments);
            judgements.add(shown(stored.shown(), judgementOf(account, stored.message()), language));
        } else {
            Judged judged = judge(arguments, arguments.text("message"));
            judgements.add(shown(judged.whose(), judged.kept(), language));
        }
        return Map.of("judgements", judgements);
    }

    private static TextLanguage language(Arguments arguments) {
        return TextLanguage.of(Locale.forLanguageTag(arguments.text("language", "en")));
    }

    private Account account(Arguments arguments, String name) {
        Address address = arguments.parsed(arguments.text(name), "an address", Address::parse);
        return directory
                .account(address)
                .orElseThrow(() -> new Arguments.Unusable("there is no account " + address));
    }

    /// What the ledger has: of the mail as a whole, and of each copy that still lies where it was
    /// filed.
    private void ofLedger(
            String text, TextLanguage language, List<Map<String, Object>> judgements) {
        MailId id =
                MailId.parse(text)
                        .orElseThrow(() ->
                                new Arguments.Unusable("'" + text + "' is not the id of a mail"));
        for (LedgerRecord record : ledger.of(id)) {
            record.fact(Fact.SPAM)
                    .flatMap(spam -> kept(spam, record.fact(Fact.SPAM_TESTS).orElse("")))
                    .ifPresent(kept -> judgements.add(shown(text, kept, language)));
            copy(record)
                    .ifPresent(stored ->
                            KeptJudgement.parse(stored.message().judgement())
                                    .ifPresent(kept ->
                                            judgements.add(shown(stored.shown(), kept, language))));
        }
        if (judgements.isEmpty()) {
            throw new Arguments.Unusable(
                    "nothing is known of a judgement of mail "
                            + text
                            + " (pabal trace shows what is)");
        }
    }

    /// @param spam as the ledger has it: `7.3/5.0 junk`
    private static Optional<KeptJudgement> kept(String spam, String tests) {
        int slash = spam.indexOf('/');
        int space = spam.indexOf(' ');
        if (slash < 0 || space < slash) {
            return Optional.empty();
        }
        String text =
                spam.substring(space + 1)
                        + " "
                        + spam.substring(slash + 1, space)
                        + (tests.isEmpty() ? "" : "\t" + tests.replace(',', '\t'));
        return KeptJudgement.parse(text);
    }

    private record Stored(String shown, StoredMessage message) {}

    private Optional<Stored> copy(LedgerRecord record) {
        Optional<Account> account =
                record.fact(Fact.ACCOUNT).flatMap(Address::parse).flatMap(directory::account);
        Optional<MailboxName> mailbox = record.fact(Fact.MAILBOX).flatMap(MailboxName::parse);
        Optional<String> uid = record.fact(Fact.UID);
        return account.isPresent() && mailbox.isPresent() && uid.isPresent()
                ? find(account.get(), mailbox.get(), Long.parseLong(uid.get()))
                : Optional.empty();
    }

    private Stored stored(Account account, Arguments arguments) {
        String name = arguments.text("mailbox", "INBOX");
        MailboxName mailbox = arguments.parsed(name, "a mailbox's name", MailboxName::parse);
        int uid = arguments.count("uid", 0, Integer.MAX_VALUE);
        return find(account, mailbox, uid)
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                account.address() + " has no message " + uid + " in " + mailbox));
    }

    private Optional<Stored> find(Account account, MailboxName name, long uid) {
        AccountMailboxes open = mailboxes.open(account);
        Optional<MailboxSnapshot> snapshot =
                open.find(name).map(MailboxInfo::id).flatMap(open::snapshot);
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        int index = snapshot.get().indexOf(uid);
        return index < 0
                ? Optional.empty()
                : open.messages(List.of(snapshot.get().email(index))).stream()
                        .findFirst()
                        .map(message ->
                                new Stored(
                                        account.address() + "/" + name + " UID " + uid, message));
    }

    /// What is kept with the message, else what our fields on top of it say.
    private KeptJudgement judgementOf(Account account, StoredMessage message) {
        return KeptJudgement.parse(message.judgement())
                .or(() -> ownFields(account, message))
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "the filter was not asked about this message: it was not a"
                                        + " stranger's, or did not come in by SMTP"));
    }

    private Optional<KeptJudgement> ownFields(Account account, StoredMessage message) {
        byte[] octets = new byte[(int) Math.min(message.octets(), MAX_HEADER)];
        int have = 0;
        try (AccountMailboxes.MessageOctets open = mailboxes.open(account).octets(message)) {
            int read;
            while (have < octets.length
                    && (read = open.read(have, octets, have, octets.length - have)) > 0) {
                have += read;
            }
        }
        return ArrivalFilter.ownFields(HeaderSection.parse(octets, 0, have))
                .map(SpamOperations::kept);
    }

    private static KeptJudgement kept(SpamFields fields) {
        return new KeptJudgement(
                fields.judgement(),
                fields.required(),
                fields.spam() ? Outcome.JUNK : Outcome.DELIVER);
    }

    /// @param whose of an account, or of everybody
    private record Judged(String whose, KeptJudgement kept) {}

    private Judged judge(Arguments arguments, String base64) {
        Optional<Account> account =
                arguments.text("account", "").isEmpty()
                        ? Optional.empty()
                        : Optional.of(account(arguments, "account"));
        Filters now = filters.get();
        byte[] octets = GivenMail.parse(base64);
        byte[] window = Arrays.copyOf(octets, Math.min(octets.length, MAX_WINDOW));
        MessageScanner scanner = new MessageScanner();
        scanner.write(window, 0, window.length);
        MailInQuestion mail =
                new MailInQuestion(
                        "checked",
                        facts(arguments, now.ownDomains()),
                        MailReading.of(scanner.finish(), window),
                        window,
                        octets.length,
                        account.stream().toList());
        try (MailFilter.Inquiry inquiry = now.own().begin("checked")) {
            Said said =
                    account.map(whose -> inquiry.judge(mail).of(whose.id()))
                            .orElseGet(() -> inquiry.judge(mail).everybody());
            return new Judged(
                    account.map(whose -> whose.address().toString()).orElse(""),
                    new KeptJudgement(said.judgement(), said.required(), said.outcome()));
        }
    }

    private ArrivalFacts facts(Arguments arguments, OwnDomains ownDomains) {
        ArrivalFacts nothing = ArrivalFacts.unknown(clock.instant());
        String client = arguments.text("client", "");
        String recipient = arguments.text("recipient", "");
        return new ArrivalFacts(
                client.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                arguments.parsed(client, "an IP address", SpamOperations::address)),
                nothing.clientName(),
                nothing.iprev(),
                arguments.text("helo", ""),
                arguments.text("from", ""),
                nothing.spfHelo(),
                nothing.spfMailFrom(),
                nothing.signers(),
                nothing.brokenSignatures(),
                nothing.arc(),
                nothing.dmarc(),
                recipient.isEmpty() ? List.of() : List.of(recipient),
                ownDomains,
                nothing.at());
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Judges messages, without a word to anybody: `messages` in base64, `results` in their order, each
    /// with `score`, `required`, `outcome` and `tests`.
    Map<String, Object> check(Arguments arguments) {
        List<String> messages = arguments.texts("messages");
        if (messages.size() > MAX_MESSAGES) {
            throw new Arguments.Unusable("more than " + MAX_MESSAGES + " messages in one call");
        }
        List<Map<String, Object>> results =
                messages.parallelStream()
                        .map(message -> checked(judge(arguments, message).kept()))
                        .toList();
        return Map.of("results", results);
    }

    private static Map<String, Object> checked(KeptJudgement kept) {
        Map<String, Object> shown = numbers(kept);
        List<String> tests = new ArrayList<>();
        for (Finding finding : kept.judgement().findings()) {
            tests.add(finding.test() + "=" + tenths(finding.points()));
        }
        shown.put("tests", tests);
        return shown;
    }

    private static Map<String, Object> numbers(KeptJudgement kept) {
        Judgement judgement = kept.judgement();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("score", judgement.score());
        shown.put("required", kept.required());
        shown.put("outcome", kept.outcome().name().toLowerCase(Locale.ROOT));
        shown.put("spam", judgement.score() >= kept.required());
        return shown;
    }

    private static Map<String, Object> shown(
            String what, KeptJudgement kept, TextLanguage language) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("of", what);
        shown.putAll(numbers(kept));
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Explanation.Line line : Explanation.of(kept.judgement(), language).lines()) {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("test", line.test());
            finding.put("points", line.points());
            finding.put("sentence", line.sentence());
            findings.add(finding);
        }
        shown.put("findings", findings);
        return shown;
    }

    private static String tenths(double points) {
        return String.format(Locale.ROOT, "%.1f", points);
    }
}
