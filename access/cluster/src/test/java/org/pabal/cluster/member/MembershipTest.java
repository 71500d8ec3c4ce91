// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.link.HostLink;
import org.pabal.cluster.member.Authority.Refused;
import org.pabal.testkit.FakeClock;
import org.pabal.wire.CertificateAuthority;
import org.pabal.wire.CertificateFiles;

/// Hosts become members, learn of each other, renew their certificates and are removed.
class MembershipTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;
    private final FakeClock clock = FakeClock.at(InstantSource.system().instant());
    private final List<TestHost> hosts = new ArrayList<>();
    private TestHost mail;

    @BeforeEach
    void begin() throws Exception {
        mail = host("mail");
        mail.authority.begin("mail");
    }

    @AfterEach
    void end() {
        hosts.forEach(TestHost::close);
    }

    private TestHost host(String name) throws IOException {
        TestHost host = new TestHost(folder, name, clock);
        hosts.add(host);
        return host;
    }

    private TestHost joined(String name) throws Exception {
        TestHost host = host(name);
        mail.takesIn(host);
        return host;
    }

    private static List<String> names(TestHost host) {
        return host.membership.others().stream().map(Host::name).toList();
    }

    @Test
    void anInvitedHostJoinsAndBothKnowEachOther() throws Exception {
        TestHost imap = joined("imap");
        assertThat(imap.membership.isMember()).isTrue();
        assertThat(imap.membership.self().name()).isEqualTo("imap");
        assertThat(names(mail)).containsExactly("imap");
        assertThat(names(imap)).containsExactly("mail");
        assertThat(imap.upkeep.meetAll().get("mail").isReachable()).isTrue();
        assertThat(mail.upkeep.meetAll().get("imap").isReachable()).isTrue();
        assertThat(mail.membership.nameOf("IMAP.example.org.")).contains("imap");
        assertThat(imap.membership.isSelf("imap.example.org")).isTrue();
        assertThat(mail.membership.nameOf("imap.example.net")).isEmpty();
    }

    @Test
    void membershipOutlivesTheProcess() throws Exception {
        joined("imap");
        Membership again =
                Membership.open(
                        folder.resolve("imap/cluster"),
                        hosts.getLast().membership.declared(),
                        List.of(),
                        clock);
        assertThat(again.isMember()).isTrue();
        assertThat(again.others()).extracting(Host::name).containsExactly("mail");
    }

    @Test
    void keysAreForTheirOwnerOnly() throws Exception {
        joined("imap");
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path key : all.filter(each -> each.toString().endsWith(".key")).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(folder.resolve("mail/cluster/authority.key")).exists();
        assertThat(folder.resolve("imap/cluster/authority.key")).doesNotExist();
    }

    @Test
    void aNewMemberIsLearntByTheOthers() throws Exception {
        TestHost imap = joined("imap");
        TestHost pop = joined("pop");
        assertThat(names(imap)).containsExactly("mail");
        mail.upkeep.meetAll();
        assertThat(names(imap)).containsExactly("mail", "pop");
        assertThat(imap.upkeep.meetAll().get("pop").isReachable()).isTrue();
        assertThat(names(pop)).containsExactly("imap", "mail");
    }

    @Test
    void aListGoesRoundWithoutTheAuthority() throws Exception {
        TestHost imap = joined("imap");
        TestHost pop = joined("pop");
        mail.upkeep.meetAll();
        TestHost sub = joined("sub");
        pop.upkeep.meetAll(); // asks mail too
        mail.close();
        imap.upkeep.meetAll();
        assertThat(names(imap)).contains("sub");
        assertThat(imap.upkeep.sightings().get("mail").isReachable()).isFalse();
        assertThat(sub.membership.isMember()).isTrue();
    }

    @Test
    void aTokenServesOneHostOnly() throws Exception {
        String token = mail.authority.invite("imap", Optional.empty(), HOUR);
        host("imap").joining.join(token, Optional.empty());
        TestHost thief = host("thief");
        assertThatThrownBy(() -> thief.joining.join(token, Optional.empty()))
                .isInstanceOf(Refused.class)
                .hasMessage("mail: this invitation was used by another host; make a new one");
        assertThat(thief.membership.isMember()).isFalse();
    }

    /// Killed after the inviting host had admitted it: the same key gets the same answer.
    @Test
    void aHostThatWasCutOffJoinsWithTheSameToken() throws Exception {
        String token = mail.authority.invite("imap", Optional.empty(), HOUR);
        TestHost imap = host("imap");
        imap.joining.join(token, Optional.empty());
        Files.delete(folder.resolve("imap/cluster/hosts"));
        Files.delete(folder.resolve("imap/cluster/host.pem"));
        TestHost again = host("imap");
        assertThat(again.membership.isMember()).isFalse();
        again.joining.join(token, Optional.empty());
        assertThat(again.membership.isMember()).isTrue();
    }

    @Test
    void aTokenIsOverAfterItsTime() throws Exception {
        String token = mail.authority.invite("imap", Optional.empty(), HOUR);
        clock.advance(Duration.ofMinutes(61));
        TestHost imap = host("imap");
        assertThatThrownBy(() -> imap.joining.join(token, Optional.empty()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("this invitation is over since");
    }

    @Test
    void aNewInvitationEndsTheOneBefore() throws Exception {
        String first = mail.authority.invite("imap", Optional.empty(), HOUR);
        mail.authority.invite("imap", Optional.empty(), HOUR);
        TestHost imap = host("imap");
        assertThatThrownBy(() -> imap.joining.join(first, Optional.empty()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("knows no such invitation");
    }

    @Test
    void aTokenIsForItsName() throws Exception {
        String token = mail.authority.invite("imap", Optional.empty(), HOUR);
        TestHost imap = host("pop");
        assertThatThrownBy(() -> imap.joining.join(token, Optional.of("pop")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("for a host by the name imap");
        assertThatThrownBy(() -> imap.joining.join("pabal-join-1.abc", Optional.empty()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("copy the whole line");
    }

    /// Who sits on the inviter's address learns nothing: the secret is not shown to it.
    @Test
    void theSecretIsShownToNobodyElse() throws Exception {
        TestHost liar = host("liar");
        liar.authority.begin("mail");
        JoinToken real =
                JoinToken.parse(mail.authority.invite("imap", Optional.empty(), HOUR))
                        .orElseThrow();
        String led =
                new JoinToken(
                                real.name(),
                                real.inviter(),
                                real.address(),
                                liar.port(),
                                real.fingerprint(),
                                real.secret())
                        .print();
        TestHost imap = host("imap");
        assertThatThrownBy(() -> imap.joining.join(led, Optional.empty()))
                .isInstanceOf(IOException.class)
                .rootCause()
                .hasMessageContaining("its authority is another");
        assertThat(liar.door.served()).isZero();
    }

    @Test
    void aRemovedHostIsRefusedAtOnceByAll() throws Exception {
        TestHost imap = joined("imap");
        TestHost pop = joined("pop");
        mail.upkeep.meetAll();
        try (HostLink link = pop.links.connect("imap")) {
            assertThat(link.ask("member.meet", Map.of())).isInstanceOf(HostAnswer.Done.class);
            mail.authority.remove("pop");
            mail.upkeep.meetAll();
            assertThat(link.ask("member.meet", Map.of())).isInstanceOf(HostAnswer.Refused.class);
        }
        assertThat(names(imap)).containsExactly("mail");
        assertThat(pop.upkeep.meetAll().get("imap").trouble().orElseThrow())
                .contains("were removed");
    }

    @Test
    void aRemovedHostThatIsToldIsNoMemberAndCanJoinAnew() throws Exception {
        TestHost imap = joined("imap");
        String old = mail.authority.invite("other", Optional.empty(), HOUR);
        Host removed = mail.authority.remove("imap");
        assertThat(mail.upkeep.tellRemoved(removed)).isTrue();
        assertThat(imap.membership.isMember()).isFalse();
        assertThat(imap.membership.isRemoved()).isTrue();
        mail.takesIn(imap);
        assertThat(imap.membership.isMember()).isTrue();
        assertThat(old).isNotEmpty();
    }

    /// A host away when another was removed learns it when it comes back.
    @Test
    void whoWasAwayLearnsOfARemovalLater() throws Exception {
        TestHost imap = joined("imap");
        joined("pop");
        mail.upkeep.meetAll();
        imap.close();
        mail.authority.remove("pop");
        assertThat(mail.upkeep.meetAll().get("imap").isReachable()).isFalse();
        TestHost back = host("imap");
        back.upkeep.start();
        back.upkeep.meetAll();
        assertThat(names(back)).containsExactly("mail");
        assertThat(mail.membership.other("imap").orElseThrow().ports())
                .isEqualTo(back.membership.declared().ports());
    }

    @Test
    void aListThatTheAuthorityHasNotSignedIsNotBelieved() throws Exception {
        TestHost imap = joined("imap");
        String list = mail.membership.signedList().orElseThrow();
        assertThat(imap.membership.learn(list.replace("version 2", "version 9"))).isFalse();
        assertThat(imap.membership.learn(list.replace("127.0.0.1", "127.0.0.9"))).isFalse();
        assertThat(imap.membership.learn(list)).isTrue();
        assertThat(imap.membership.learn("")).isFalse();
    }

    @Test
    void anOlderListChangesNothing() throws Exception {
        TestHost imap = joined("imap");
        String old = mail.membership.signedList().orElseThrow();
        joined("pop");
        mail.upkeep.meetAll();
        assertThat(imap.membership.learn(old)).isTrue();
        assertThat(names(imap)).contains("pop");
    }

    /// The certificates are made in the past, as TLS looks at the real clock.
    @Test
    void certificatesAreRenewedBeforeTheyEnd() throws Exception {
        clock.advance(Duration.ofDays(-121));
        TestHost first = host("first");
        first.authority.begin("first");
        TestHost imap = host("imap");
        first.takesIn(imap);
        Instant ends = imap.membership.certificateEnds().orElseThrow();
        clock.advance(Duration.ofDays(118));
        imap.upkeep.meetAll();
        assertThat(imap.membership.certificateEnds()).contains(ends);
        clock.advance(Duration.ofDays(3));
        imap.upkeep.meetAll();
        first.upkeep.meetAll();
        assertThat(imap.membership.certificateEnds().orElseThrow()).isAfter(ends);
        assertThat(first.membership.certificateEnds().orElseThrow()).isAfter(ends);
        imap.upkeep.renew();
        assertThat(imap.upkeep.meetAll().get("first").isReachable()).isTrue();
    }

    @Test
    void aCertificateIsAHostsOnlyWithItsKeyAndInItsTime() throws Exception {
        TestHost imap = joined("imap");
        var own =
                CertificateAuthority.readChain(
                                new CertificateFiles(
                                        folder.resolve("imap/cluster/host.pem"), folder))
                        .getFirst();
        assertThat(mail.membership.hostOf(own)).contains("imap");
        clock.advance(Duration.ofDays(181));
        assertThat(mail.membership.hostOf(own)).isEmpty();
        clock.advance(Duration.ofDays(-181));
        mail.authority.remove("imap");
        assertThat(mail.membership.hostOf(own)).isEmpty();
        Files.delete(folder.resolve("imap/cluster/host.key"));
        Files.delete(folder.resolve("imap/cluster/hosts"));
        TestHost again = host("imap");
        mail.takesIn(again);
        assertThat(mail.membership.hostOf(own)).isEmpty();
        assertThat(HostTrust.serverName("imap")).isEqualTo("imap.hosts.pabal.internal");
        assertThat(imap.membership.isMember()).isTrue(); // it has not heard yet
    }

    @Test
    void onlyTheAuthoritysHostInvitesAndRemoves() throws Exception {
        TestHost imap = joined("imap");
        assertThatThrownBy(() -> imap.authority.invite("pop", Optional.empty(), HOUR))
                .isInstanceOf(Refused.class)
                .hasMessage("the authority of these hosts is on mail; run the command there");
        assertThatThrownBy(() -> mail.authority.remove("mail")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> mail.authority.remove("nobody")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> mail.authority.invite("imap", Optional.empty(), HOUR))
                .hasMessageContaining("is a member already");
        assertThatThrownBy(() -> mail.authority.invite("a b", Optional.empty(), HOUR))
                .hasMessageContaining("not the name of a host");
        assertThatThrownBy(() -> mail.authority.begin("mail"))
                .hasMessageContaining("a member already");
    }

    @Test
    void aDamagedListStopsTheStartWithAWord() throws Exception {
        joined("imap");
        Path list = folder.resolve("mail/cluster/hosts");
        Files.writeString(list, Files.readString(list).replace("imap", "imax"));
        Host self = mail.membership.declared();
        assertThatThrownBy(() ->
                        Membership.open(folder.resolve("mail/cluster"), self, List.of(), clock))
                .hasMessageContaining("damaged or not signed");
        Files.copy(list, list.resolveSibling("x"), StandardCopyOption.REPLACE_EXISTING);
    }
}
