// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostRequest;
import org.pabal.cluster.link.HostOperations;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What hosts ask of each other about who they are.
public final class MemberOperations {
    private static final Logger LOG = LoggerFactory.getLogger(MemberOperations.class);

    static final String JOIN = "member.join";
    static final String MEET = "member.meet";
    static final String UPDATE = "member.update";

    private final Membership membership;
    private final Authority authority;

    private MemberOperations(Membership membership, Authority authority) {
        this.membership = membership;
        this.authority = authority;
    }

    public static HostOperations of(Membership membership, Authority authority) {
        MemberOperations operations = new MemberOperations(membership, authority);
        return new HostOperations(
                Map.of(MEET, operations::meet, UPDATE, operations::update),
                Map.of(JOIN, operations::join));
    }

    /// Of a stranger with an invitation.
    private HostAnswer join(HostRequest request) {
        Map<String, String> asked = request.arguments();
        Optional<String> name = HostName.parse(asked.getOrDefault("name", ""));
        Optional<byte[]> csr = Der.parse(asked.getOrDefault("request", ""));
        Optional<Host> self = name.flatMap(known -> SelfFields.parse(known, asked));
        if (self.isEmpty() || csr.isEmpty()) {
            return new HostAnswer.Refused("this is no request to join; the versions differ");
        }
        try {
            Authority.Admitted admitted =
                    authority.admit(
                            self.get().name(),
                            asked.getOrDefault("secret", ""),
                            csr.get(),
                            self.get());
            LOG.info("event=host-joined host={} address={}", name.get(), self.get().address());
            return new HostAnswer.Done(
                    Map.of(
                            "certificate",
                            Der.print(admitted.certificate()),
                            "authority",
                            Der.print(admitted.authority()),
                            "list",
                            admitted.list()));
        } catch (Authority.Refused refused) {
            LOG.warn("event=join-refused host={} reason=\"{}\"", name.get(), refused.getMessage());
            return new HostAnswer.Refused(String.valueOf(refused.getMessage()));
        } catch (IOException trouble) {
            throw new UnavailableException("the host cannot be admitted: " + trouble, trouble);
        }
    }

    /// A member says what it is and knows, and hears what it does not know.
    private HostAnswer meet(HostRequest request) {
        Map<String, String> said = request.arguments();
        Map<String, String> answer = new HashMap<>();
        long known = membership.list().orElseThrow().version();
        answer.put("version", Long.toString(known));
        try {
            if (membership.isAuthority()) {
                Optional<Host> self = SelfFields.parse(request.host(), said);
                if (self.isPresent()) {
                    authority.report(request.host(), self.get());
                }
                Optional<byte[]> csr = Optional.ofNullable(said.get("request")).flatMap(Der::parse);
                if (csr.isPresent()) {
                    answer.put(
                            "certificate", Der.print(authority.renew(request.host(), csr.get())));
                }
            }
        } catch (Authority.Refused refused) {
            return new HostAnswer.Refused(String.valueOf(refused.getMessage()));
        } catch (IOException trouble) {
            throw new UnavailableException("the list of hosts cannot be kept: " + trouble, trouble);
        }
        if (number(said.getOrDefault("version", "")) < known) {
            membership.signedList().ifPresent(list -> answer.put("list", list));
        }
        return new HostAnswer.Done(answer);
    }

    static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private HostAnswer update(HostRequest request) {
        try {
            return membership.learn(request.arguments().getOrDefault("list", ""))
                    ? HostAnswer.DONE
                    : new HostAnswer.Refused("the authority has not signed this list");
        } catch (IOException trouble) {
            throw new UnavailableException("the list of hosts cannot be kept: " + trouble, trouble);
        }
    }
}
