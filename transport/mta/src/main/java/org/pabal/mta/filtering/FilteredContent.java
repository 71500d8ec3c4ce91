// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.MailFilter;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.MessageScanner;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.Examined;
import org.pabal.mta.acceptance.RefusedAsSpam;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.routing.Route;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.SpamFields;
import org.pabal.spam.VirusCheck;
import org.pabal.spam.reading.MailReading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stranger's content: examined by another, judged at its end. For one thread.
final class FilteredContent implements ContentExamination {
    private static final Logger LOG = LoggerFactory.getLogger(FilteredContent.class);

    /// In the fields, where no score is spam: they have numbers only.
    private static final double NEVER = 9_999;

    private static final List<String> NEVER_REFUSED = List.of("postmaster", "abuse");

    private final ArrivalFilter by;
    private final ContentExamination inner;
    private final Function<HeaderSection, ArrivalFacts> facts;
    private final AnnouncedMail mail;
    private final Peer peer;
    private final MailFilter.Inquiry inquiry;
    private final ContentWindow window;
    private Optional<Judged> judged = Optional.empty();

    /// Who brings the mail.
    enum Peer {
        STRANGER,
        /// It has taken the mail, and would tell the forged sender of a refusal.
        FRONT
    }

    /// What is added to the findings of the examination inside.
    record Judged(byte[] fields, Map<Fact, String> facts, Spoken spoken) {
        Examined added(Examined examined) {
            byte[] above = examined.aboveReceived();
            byte[] all = Arrays.copyOf(above, above.length + fields.length);
            System.arraycopy(fields, 0, all, above.length, fields.length);
            Map<Fact, String> told = new EnumMap<>(Fact.class);
            told.putAll(examined.facts());
            told.putAll(facts);
            return new Examined(
                    examined.verdict(),
                    all,
                    examined.belowReceived(),
                    told,
                    examined.authentication(),
                    spoken);
        }
    }

    FilteredContent(
            ArrivalFilter by,
            ContentExamination inner,
            Function<HeaderSection, ArrivalFacts> facts,
            AnnouncedMail mail,
            Peer peer) {
        this.by = by;
        this.inner = inner;
        this.facts = facts;
        this.mail = mail;
        this.peer = peer;
        MailFilter filter = peer == Peer.FRONT ? by.behind : by.filter;
        this.inquiry = filter.begin(mail.id().toString());
        this.window = new ContentWindow(by.room);
    }

    /// Whoever examines inside sees the header section as it came: a signature may cover the fields.
    @Override
    public byte[] header(byte[] section) {
        byte[] stored = SpamFieldsOfStrangers.removedFrom(inner.header(section));
        window.write(stored, 0, stored.length);
        inquiry.write(stored, 0, stored.length);
        return stored;
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        inner.body(octets, offset, length);
        window.write(octets, offset, length);
        inquiry.write(octets, offset, length);
    }

    @Override
    public Examined finish() {
        Examined examined = inner.finish();
        if (examined.verdict() instanceof Verdict.Refuse) {
            return examined;
        }
        Optional<FilterAnswer> known = answer();
        if (known.isEmpty()) {
            return examined;
        }
        FilterAnswer answer = known.get();
        Spoken spoken = new Spoken(answer, isRefusedTogether(answer), inPlaceOfRefusal(answer));
        Judged found = new Judged(fields(answer), facts(answer, spoken), spoken);
        log(answer, spoken);
        if (answer.again().isPresent()) {
            return Examined.refused(comeAgain(answer.again().get()), found.added(examined).facts());
        }
        if (spoken.isRefused()) {
            return Examined.refused(refusal(answer), found.added(examined).facts());
        }
        judged = Optional.of(found);
        return found.added(examined);
    }

    /// A bug of ours lets the mail pass.
    private Optional<FilterAnswer> answer() {
        try {
            return Optional.of(inquiry.judge(question()));
        } catch (RuntimeException bug) {
            LOG.error("session={} mail={} event=filter-failed", mail.session(), mail.id(), bug);
            by.failures.incrementAndGet();
            return Optional.empty();
        }
    }

    private MailInQuestion question() {
        byte[] octets = window.octets();
        MailReading reading = reading(octets);
        return new MailInQuestion(
                mail.id().toString(),
                facts.apply(reading.header()),
                reading,
                octets,
                window.size(),
                accounts());
    }

    /// A content that nobody can read because of a bug of ours is shown to virus scanners all the same.
    private MailReading reading(byte[] octets) {
        try {
            MessageScanner scanner = new MessageScanner();
            scanner.write(octets, 0, octets.length);
            return MailReading.of(scanner.finish(), octets);
        } catch (RuntimeException bug) {
            LOG.error("session={} mail={} event=reading-failed", mail.session(), mail.id(), bug);
            by.failures.incrementAndGet();
            return MailReading.of(new MessageScanner().finish(), new byte[0]);
        }
    }

    private List<Account> accounts() {
        Map<AccountId, Account> accounts = new LinkedHashMap<>();
        for (AcceptedRecipient recipient : mail.recipients()) {
            for (Route route : recipient.routes()) {
                if (route instanceof Route.LocalAccount(var account, _)) {
                    accounts.put(account.id(), account);
                }
            }
        }
        return new ArrayList<>(accounts.values());
    }

    /// With one reply for all it is refused if nobody wants it, and nobody here is who has to be
    /// reached whatever a filter says (RFC 5321 §4.5.1, RFC 2142).
    private boolean isRefusedTogether(FilterAnswer answer) {
        return peer == Peer.STRANGER
                && mail.recipients().stream()
                        .allMatch(recipient ->
                                !mustBeReached(recipient)
                                        && recipient.routes().stream()
                                                .allMatch(route ->
                                                        Spoken.said(answer, route).outcome()
                                                                == Outcome.REFUSE));
    }

    /// A virus is for nobody's Junk.
    private Outcome inPlaceOfRefusal(FilterAnswer answer) {
        return peer == Peer.FRONT && answer.virus() == VirusCheck.FOUND
                ? Outcome.QUARANTINE
                : Outcome.JUNK;
    }

    private static boolean mustBeReached(AcceptedRecipient recipient) {
        String original = recipient.original().toLowerCase(Locale.ROOT);
        return NEVER_REFUSED.stream().anyMatch(name -> original.startsWith(name + "@"));
    }

    private static byte[] fields(FilterAnswer answer) {
        Said all = answer.everybody();
        SpamFields fields = SpamFields.of(all.judgement(), Math.min(all.required(), NEVER));
        return fields.print().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<Fact, String> facts(FilterAnswer answer, Spoken spoken) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        Said all = answer.everybody();
        facts.put(
                Fact.SPAM,
                String.format(
                        Locale.ROOT,
                        "%.1f/%.1f %s",
                        all.judgement().score(),
                        all.required(),
                        spoken.word()));
        String tests = tests(all.judgement());
        if (!tests.isEmpty()) {
            facts.put(Fact.SPAM_TESTS, tests);
        }
        return facts;
    }

    private static String tests(Judgement judgement) {
        return judgement.findings().stream()
                .map(FilteredContent::shown)
                .collect(Collectors.joining(","));
    }

    private static String shown(Finding finding) {
        return finding.test() + "=" + String.format(Locale.ROOT, "%.1f", finding.points());
    }

    private void log(FilterAnswer answer, Spoken spoken) {
        Judgement judgement = answer.everybody().judgement();
        LOG.info(
                "session={} mail={} event=judged score={} outcome={} tests={}",
                mail.session(),
                mail.id(),
                judgement.score(),
                spoken.word(),
                tests(judgement));
    }

    private Verdict.Refuse refusal(FilterAnswer answer) {
        return RefusedAsSpam.verdict(
                answer.said(), answer.everybody().judgement().score(), domain());
    }

    private Domain domain() {
        return Address.parse(mail.recipients().getFirst().original())
                .map(Address::domain)
                .orElseGet(
                        () -> mail.recipients().getFirst().routes().getFirst().address().domain());
    }

    private static Verdict.Refuse comeAgain(Duration wait) {
        long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return new Verdict.Refuse(
                SmtpReply.of(
                        451, "4.7.1", "Not taken for now, try again in " + minutes + " minutes"),
                "asked to come again");
    }

    /// An edit changes nothing in what was found about the mail as it came.
    @Override
    public Optional<ContentExamination> anew() {
        return judged.flatMap(found -> inner.anew().map(again -> new ExaminedAgain(again, found)));
    }

    /// The edited content, examined by another; what the filter said stands.
    record ExaminedAgain(ContentExamination inner, Judged judged) implements ContentExamination {
        @Override
        public byte[] header(byte[] section) {
            return inner.header(section);
        }

        @Override
        public void body(byte[] octets, int offset, int length) {
            inner.body(octets, offset, length);
        }

        @Override
        public Examined finish() {
            return judged.added(inner.finish());
        }

        @Override
        public Optional<ContentExamination> anew() {
            return inner.anew().map(again -> new ExaminedAgain(again, judged));
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Override
    public void close() {
        inner.close();
        inquiry.close();
        window.close();
    }
}
