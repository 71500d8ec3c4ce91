// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.MailFilter;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.learning.LearnCount;
import org.pabal.filter.learning.Learning;
import org.pabal.message.Address;
import org.pabal.message.mime.MessageScanner;
import org.pabal.server.administration.GivenMail;
import org.pabal.server.administration.SpamOperations;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.SpamFields;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.statistics.Kind;
import org.pabal.spamd.SpamdConfig;
import org.pabal.spamd.SpamdService;
import org.pabal.spamd.SpamdSession;
import org.pabal.wire.IpNetwork;

/// The role that judges and learns for other programs: spamd.
final class SpamdDoor implements SpamdService {
    private static final String TOO_MANY = "SPAMD/1.0 75 Too many connections, try again later\r\n";
    private static final int WINDOW = 512 << 10; // as much as of an arriving mail

    private final SpamdConfig config;
    private final SpamOperations.Filters filters;
    private final DirectoryAdministration directory;
    private final Learning learning;
    private final InstantSource clock;

    /// @param filters judge without asking others and remember nothing
    SpamdDoor(
            Foundation foundation,
            Settings settings,
            SpamOperations.Filters filters,
            Learning learning)
            throws StartFailure {
        List<IpNetwork> networks = Networks.of(settings, SpamTable.SPAMD_CLIENTS);
        Predicate<InetAddress> allowed =
                address -> networks.stream().anyMatch(network -> network.contains(address));
        this.config = SpamdConfig.of(allowed);
        this.filters = filters;
        this.directory = foundation.directory();
        this.learning = learning;
        this.clock = foundation.clock();
    }

    void open(Listeners listeners) throws StartFailure {
        listeners.openPlain(
                "spamd", TOO_MANY, connection -> new SpamdSession(connection, config, this).run());
    }

    @Override
    public Judged judge(Optional<String> user, byte[] message) {
        byte[] octets = GivenMail.asItCame(message);
        byte[] window = Arrays.copyOf(octets, Math.min(octets.length, WINDOW));
        MessageScanner scanner = new MessageScanner();
        scanner.write(window, 0, window.length);
        Optional<Account> account = user.flatMap(this::account);
        MailInQuestion mail =
                new MailInQuestion(
                        "spamd",
                        ArrivalFacts.unknown(clock.instant()),
                        MailReading.of(scanner.finish(), window),
                        window,
                        octets.length,
                        account.stream().toList());
        try (MailFilter.Inquiry inquiry = filters.own().begin("spamd")) {
            var answer = inquiry.judge(mail);
            Said said = account.map(whose -> answer.of(whose.id())).orElse(answer.everybody());
            SpamFields fields = SpamFields.of(said.judgement(), said.required());
            return new Judged(
                    said.judgement().score(),
                    said.required(),
                    said.judgement().findings(),
                    fields.print());
        }
    }

    /// For accounts alone: what all learn from is an administrator's to say (`pabal spam learn`), and
    /// whoever may connect here is no more than a user of this host.
    @Override
    public Told tell(Optional<String> user, byte[] message, Teaching teaching) {
        Optional<Account> account = user.flatMap(this::account);
        if (account.isEmpty()) {
            return Told.NO_SUCH_USER;
        }
        Optional<Kind> kind =
                switch (teaching) {
                    case SPAM -> Optional.of(Kind.SPAM);
                    case HAM -> Optional.of(Kind.HAM);
                    case FORGET -> Optional.empty();
                };
        LearnCount count =
                learning.learn(
                        account.get().id(),
                        List.of(new Learning.Example(GivenMail.asItCame(message), kind)));
        return count.learnt() + count.turned() + count.unlearnt() > 0
                ? Told.LEARNT
                : Told.UNCHANGED;
    }

    private Optional<Account> account(String user) {
        return Address.parse(user).flatMap(directory::account);
    }
}
