// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Balance;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which servers answer, as far as it has been seen, and in which order they are asked.
final class Servers {
    private static final Logger log = LoggerFactory.getLogger(Servers.class);

    /// @param reason empty while it answers
    private record State(Optional<String> reason) {}

    private final String directory;
    private final List<LdapServer> all;
    private final Balance balance;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<LdapServer, State> states = new ConcurrentHashMap<>();

    Servers(LdapConnectionConfig config) {
        this.directory = config.directory();
        this.all = config.servers();
        this.balance = config.balance();
    }

    /// Those that are down come last: when all are, somebody has to try.
    List<LdapServer> inTurn() {
        int first =
                balance == Balance.ROUND_ROBIN
                        ? Math.floorMod(turn.getAndIncrement(), all.size())
                        : 0;
        List<LdapServer> order = new ArrayList<>(all.size());
        List<LdapServer> last = new ArrayList<>(0);
        for (int i = 0; i < all.size(); i++) {
            LdapServer server = all.get((first + i) % all.size());
            (isDown(server) ? last : order).add(server);
        }
        order.addAll(last);
        return order;
    }

    /// Whether a connection to it is worth keeping, or there is a better server by now.
    boolean isBest(LdapServer server) {
        return balance == Balance.ROUND_ROBIN || server.equals(inTurn().getFirst());
    }

    int count() {
        return all.size();
    }

    List<LdapServer> down() {
        return all.stream().filter(this::isDown).toList();
    }

    boolean isDown(LdapServer server) {
        State state = states.get(server);
        return state != null && state.reason().isPresent();
    }

    void answers(LdapServer server) {
        State before = states.put(server, new State(Optional.empty()));
        if (before != null && before.reason().isPresent()) {
            log.info("event=ldap_server_up directory={} server={}", directory, server);
        }
    }

    /// @param reason why it is not to be asked first
    void failed(LdapServer server, String reason) {
        State before = states.put(server, new State(Optional.of(reason)));
        if (before == null || before.reason().isEmpty()) {
            log.warn(
                    "event=ldap_server_down directory={} server={} reason={}",
                    directory,
                    server,
                    new LogText(reason));
        }
    }

    /// One sentence on each.
    List<String> health() {
        return all.stream().map(this::health).toList();
    }

    private String health(LdapServer server) {
        State state = states.get(server);
        if (state == null) {
            return server + " has not been asked yet";
        }
        return state.reason()
                .map(reason -> server + " is out of order: " + reason)
                .orElse(server + " answers");
    }
}
