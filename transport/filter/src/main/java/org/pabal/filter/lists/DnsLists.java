// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pabal.dns.Resolver;
import org.pabal.filter.Advice;
import org.pabal.filter.Adviser;
import org.pabal.filter.MailInQuestion;
import org.pabal.spam.Finding;

/// All lists of the settings. Safe for use by many threads.
public final class DnsLists implements Adviser {
    /// Of one mail, over all lists.
    public static final int MAX_QUESTIONS = 50;

    private final List<DnsList> lists;
    private final Resolver resolver;
    private final UnaryOperator<String> registered;
    private final Set<About> wanted = EnumSet.noneOf(About.class);

    /// @param registered gives the domain that somebody has registered for a host's name
    public DnsLists(
            List<ListConfig> configs,
            Resolver resolver,
            UnaryOperator<String> registered,
            InstantSource clock) {
        this.lists = configs.stream().map(config -> new DnsList(config, resolver, clock)).toList();
        this.resolver = resolver;
        this.registered = registered;
        configs.forEach(config -> wanted.addAll(config.about()));
    }

    /// Begins to look at the test entries of all; a list is asked once it has passed.
    public void start() {
        lists.forEach(DnsList::isBelieved);
    }

    /// Looks at the test entries of all now, and waits for the answers.
    public void test() {
        List<Thread> testing =
                lists.stream()
                        .map(list -> Thread.ofVirtual().name("dns-list-test").start(list::test))
                        .toList();
        for (Thread each : testing) {
            try {
                each.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String name() {
        return "dns-lists";
    }

    public boolean isEmpty() {
        return lists.isEmpty();
    }

    /// Whether any of them refuses mail by itself.
    public boolean refuse() {
        return lists.stream().anyMatch(list -> list.config().refuses());
    }

    @Override
    public Advice ask(MailInQuestion mail) throws InterruptedException {
        List<Subject> subjects = SubjectsOfMail.of(mail, wanted, registered);
        Asking asking = new Asking(resolver, MAX_QUESTIONS);
        List<DnsList> asked = lists.stream().filter(list -> isWanted(list, subjects)).toList();
        for (Subject subject : subjects) { // the client is asked about before the last link
            asked.forEach(list -> ask(asking, list, subject));
        }
        List<Finding> findings = asking.listings().stream().map(Listing::finding).toList();
        return findings.isEmpty() ? Advice.NONE : Advice.of(findings);
    }

    /// A list that may be back is asked about a mail that has something for it.
    private static boolean isWanted(DnsList list, List<Subject> subjects) {
        return subjects.stream().anyMatch(subject -> concerns(list, subject)) && list.mayAsk();
    }

    private static boolean concerns(DnsList list, Subject subject) {
        return list.config().about().contains(subject.about())
                && !ListQuestions.of(list.config(), subject).isEmpty();
    }

    private static void ask(Asking asking, DnsList list, Subject subject) {
        if (list.config().about().contains(subject.about())) {
            asking.ask(list, subject);
        }
    }

    /// Asks ahead about a client, so that the answers are there when its mail is; waits for nothing.
    public void expect(InetAddress client) {
        Subject.of(About.CLIENT, client)
                .ifPresent(subject -> {
                    Asking asking = new Asking(resolver, MAX_QUESTIONS);
                    lists.stream()
                            .filter(DnsList::answersNow)
                            .forEach(list -> ask(asking, list, subject));
                });
    }

    /// The lists that have something against an address; waits for them.
    ///
    /// @return empty when none could be asked
    public Optional<List<String>> against(InetAddress address) throws InterruptedException {
        List<Subject> subjects = Subject.of(About.CLIENT, address).stream().toList();
        List<DnsList> asked = lists.stream().filter(list -> isWanted(list, subjects)).toList();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Asking asking = new Asking(resolver, MAX_QUESTIONS);
        subjects.forEach(subject -> asked.forEach(list -> ask(asking, list, subject)));
        return Optional.of(
                asking.listings().stream()
                        .filter(listing -> listing.points() > 0)
                        .map(listing -> listing.list().name())
                        .distinct()
                        .toList());
    }

    /// Why a client may not send this mail, by the lists that refuse; waits for them. What a list of good
    /// hosts says for it comes first.
    ///
    /// @param clientName that leads back to the address; empty without one
    /// @param from the domain of the reverse-path; empty without one
    public Optional<ListRefusal> refusal(
            InetAddress client, String clientName, String greeting, String from)
            throws InterruptedException {
        Asking asking = new Asking(resolver, MAX_QUESTIONS);
        List<Subject> subjects =
                Stream.of(About.values())
                        .flatMap(about ->
                                subject(about, client, clientName, greeting, from).stream())
                        .toList();
        List<DnsList> asked =
                lists.stream()
                        .filter(list ->
                                list.config().refuses() || list.config().points().isAllowing())
                        .filter(list -> isWanted(list, subjects))
                        .toList();
        subjects.forEach(subject -> asked.forEach(list -> ask(asking, list, subject)));
        List<Listing> found = asking.listings();
        if (found.stream().anyMatch(listing -> listing.points() < 0)) {
            return Optional.empty();
        }
        Optional<Listing> against =
                found.stream()
                        .filter(listing -> listing.list().refuses() && listing.points() > 0)
                        .findFirst();
        return against.map(this::refusal);
    }

    private Optional<Subject> subject(
            About about, InetAddress client, String clientName, String greeting, String from) {
        return switch (about) {
            case CLIENT -> Subject.of(about, client);
            case CLIENT_NAME -> named(about, clientName);
            case HELO -> named(about, greeting);
            case ENVELOPE -> named(about, from);
            case FROM, REPLY_TO, LINKS, RECEIVED -> Optional.empty();
        };
    }

    private Optional<Subject> named(About about, String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return Subject.of(about, lower, registered.apply(lower));
    }

    /// With the list's own words, when it has any. RFC 5782 §2.1
    private ListRefusal refusal(Listing listing) {
        ListConfig list = listing.list();
        String words = "";
        for (String name : ListQuestions.of(list, listing.subject())) {
            if (words.isEmpty()
                    && resolver.within(1, list.timeout()).txt(name)
                            instanceof Resolver.Answer.Found<String>(var texts)) {
                words = texts.getFirst();
            }
        }
        return new ListRefusal(
                list.name(),
                list.zone(),
                listing.subject().about(),
                listing.subject().shown(),
                words);
    }

    public List<ListStatus> status() {
        return lists.stream().map(DnsList::status).toList();
    }
}
