// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pabal.directory.Account;
import org.pabal.filter.MailInQuestion;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.NamedAddress;

/// The account's own wishes before those of its domain, those before the server's, and the settings
/// last.
///
/// Of the entries that fit a mail the one of the narrowest scope holds, and within it the one that
/// means the fewest. An entry that allows a sender is a forger's key unless the mail is proved to be
/// that sender's: it counts only where authentication vouches for the domain, or when it names a
/// network.
public final class StoredPolicy implements SpamPolicy {
    private final Thresholds settings;
    private final List<ListEntry> ofSettings;
    private final StoredWishes stored;

    public StoredPolicy(Thresholds settings, List<ListEntry> ofSettings, StoredWishes stored) {
        this.settings = settings;
        this.ofSettings = List.copyOf(ofSettings);
        this.stored = stored;
    }

    @Override
    public Thresholds everybody() {
        return stored.of(new Scope.Server()).over(settings);
    }

    @Override
    public Thresholds of(Account account) {
        return own(account).over(ofDomain(account).over(everybody()));
    }

    private Wishes own(Account account) {
        return stored.of(new Scope.OfAccount(account.id()));
    }

    private Wishes ofDomain(Account account) {
        String domain = account.address().domain().toAscii().toLowerCase(Locale.ROOT);
        return stored.of(new Scope.OfDomain(domain));
    }

    @Override
    public List<Finding> lists(MailInQuestion mail) {
        List<ListEntry> entries = stored.of(new Scope.Server()).entries();
        return entries.isEmpty() && ofSettings.isEmpty()
                ? List.of()
                : found(mail, senders(mail), List.of(entries, ofSettings));
    }

    @Override
    public List<Finding> lists(MailInQuestion mail, Account account) {
        List<List<ListEntry>> scopes = new ArrayList<>(4);
        scopes.add(own(account).entries());
        scopes.add(ofDomain(account).entries());
        scopes.add(stored.of(new Scope.Server()).entries());
        scopes.add(ofSettings);
        return scopes.stream().allMatch(List::isEmpty)
                ? List.of()
                : found(mail, senders(mail), scopes);
    }

    /// In whose name it comes: the envelope's and the authors'.
    private static Set<String> senders(MailInQuestion mail) {
        Set<String> senders = new TreeSet<>();
        if (!mail.facts().reversePath().isEmpty()) {
            senders.add(mail.facts().reversePath().toLowerCase(Locale.ROOT));
        }
        for (NamedAddress author : mail.reading().from()) {
            senders.add(author.address().toLowerCase(Locale.ROOT));
        }
        return senders;
    }

    private static List<Finding> found(
            MailInQuestion mail, Set<String> senders, List<List<ListEntry>> scopes) {
        List<Finding> unproved = new ArrayList<>(0);
        for (List<ListEntry> scope : scopes) {
            List<ListEntry> fitting =
                    scope.stream()
                            .filter(entry -> fits(entry.sender(), senders, mail.facts()))
                            .sorted(Comparator.comparingInt(entry -> -entry.sender().narrowness()))
                            .toList();
            for (ListEntry entry : fitting) {
                String shown = entry.sender().toString();
                if (entry.kind() == ListEntry.Kind.BLOCKED) {
                    return List.of(SpamTest.BLOCKED_SENDER.found(shown));
                }
                if (isProved(entry.sender(), senders, mail.facts())) {
                    return List.of(SpamTest.ALLOWED_SENDER.found(shown));
                }
                unproved.add(SpamTest.ALLOWED_UNPROVED.found(shown));
            }
        }
        return unproved.isEmpty() ? List.of() : List.of(unproved.getFirst());
    }

    private static boolean fits(SenderPattern pattern, Set<String> senders, ArrivalFacts facts) {
        return pattern.meansClient(facts) || senders.stream().anyMatch(pattern::means);
    }

    /// Where several are named, as an envelope's sender beside an author, all that the entry means are
    /// to be proved.
    private static boolean isProved(
            SenderPattern pattern, Set<String> senders, ArrivalFacts facts) {
        return pattern.meansClient(facts)
                || senders.stream()
                        .filter(pattern::means)
                        .map(sender -> sender.substring(sender.lastIndexOf('@') + 1))
                        .allMatch(domain -> vouchesFor(domain, facts));
    }

    private static boolean vouchesFor(String domain, ArrivalFacts facts) {
        boolean byDmarc =
                facts.dmarc()
                        .filter(found ->
                                found.result() == Result.PASS && found.fromDomain().equals(domain))
                        .isPresent();
        boolean bySignature =
                facts.signers().stream()
                        .anyMatch(signer -> domain.equals(signer) || domain.endsWith("." + signer));
        boolean byAddress =
                facts.spfMailFrom().equals(Optional.of(Result.PASS))
                        && facts.reversePath().toLowerCase(Locale.ROOT).endsWith("@" + domain);
        return byDmarc || bySignature || byAddress;
    }
}
