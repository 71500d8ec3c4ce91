// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.pabal.fetch.FetchConnector;
import org.pabal.fetch.FetchConnector.Progress;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.ImapFetcher;
import org.pabal.jmap.imports.ImportDoor;
import org.pabal.mta.jobs.OutsideAddresses;
import org.pabal.mta.jobs.OutsideAddresses.Found;
import org.pabal.mta.jobs.Reachable;

/// The way to other mail servers: to the ports of IMAP outside, and to any port of the addresses that
/// the settings name. The address that was judged is the one that is dialled (THREATS J07).
record OutsideImports(OutsideAddresses addresses, Reachable reachable, FetchConnector connector)
        implements ImportDoor {
    private static final int IMAP = 143;
    private static final int IMAPS = 993;

    @Override
    public ImapFetcher open(FetchSource source, Progress progress) throws IOException {
        return connector.open(source, judged(source), progress);
    }

    private List<InetAddress> judged(FetchSource source) throws FetchException {
        return switch (addresses.of(source.host())) {
            case Found.Open(List<InetAddress> open) -> {
                boolean usual = source.port() == IMAP || source.port() == IMAPS;
                List<InetAddress> allowed =
                        usual ? open : open.stream().filter(reachable::isNamed).toList();
                if (allowed.isEmpty()) {
                    throw new FetchException(
                            Reason.INSIDE,
                            "only ports 143 and 993 are dialled, and others where import.networks"
                                    + " names the address");
                }
                yield allowed;
            }
            case Found.Inside() ->
                    throw new FetchException(
                            Reason.INSIDE,
                            source.host()
                                    + " is inside; import.networks has no network that holds its"
                                    + " address");
            case Found.None() ->
                    throw new FetchException(
                            Reason.NO_SUCH_HOST, source.host() + " has no address");
            case Found.Unknown(String reason) -> throw new FetchException(Reason.DNS, reason);
        };
    }
}
