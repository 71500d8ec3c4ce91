// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.pabal.fetch.FetchConnector.Progress;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.ImapFetcher;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.imports.ImportDoor;
import org.pabal.jmap.imports.ImportSources;

/// Whether mail can be brought from another server: its name, its address, TLS, whether it lets
/// somebody in, and how many mailboxes it shows. Nothing is changed there.
public record FetchCheck(ImportDoor door, LongSupplier nanoTime) implements Check {

    @Override
    public String kind() {
        return "fetch";
    }

    /// As Import/set takes a server.
    @Override
    public Trial read(JmapObject settings) {
        FetchSource source = ImportSources.read(settings);
        return _ -> run(source);
    }

    List<Step> run(FetchSource source) {
        Steps steps = new Steps(nanoTime, "name", "connect", "tls", "login", "folders");
        Hearing hearing = new Hearing(steps);
        try (ImapFetcher session = door.open(source, hearing)) {
            session.logIn(source.login());
            steps.ok("");
            int folders = session.mailboxes().size();
            steps.ok(Integer.toString(folders));
            session.logOut();
            return steps.end();
        } catch (FetchException trouble) {
            return bad(steps, trouble);
        } catch (IOException broken) {
            return steps.bad(String.valueOf(broken.getMessage()), "unreachable");
        }
    }

    /// A server that is reached has a name that means something.
    private static List<Step> bad(Steps steps, FetchException trouble) {
        switch (trouble.reason()) {
            case UNREACHABLE, TIMEOUT -> {
                if (steps.count() == 0) {
                    steps.ok("");
                }
            }
            default -> {
                // the step that is open is the one that failed
            }
        }
        return steps.bad(trouble.said(), hint(trouble.reason()));
    }

    private static String hint(FetchException.Reason reason) {
        return switch (reason) {
            case NO_SUCH_HOST -> "no-such-name";
            case DNS -> "dns";
            case INSIDE -> "inside";
            case UNREACHABLE -> "unreachable";
            case TIMEOUT -> "timeout";
            case UNAVAILABLE -> "later";
            case TLS -> "tls";
            case CERTIFICATE -> "certificate";
            case NO_TLS -> "no-tls";
            case LOGIN -> "login";
            case NO_MECHANISM -> "no-mechanism";
            case REFUSED -> "refused";
            case PROTOCOL -> "no-imap";
        };
    }

    private record Hearing(Steps steps) implements Progress {
        @Override
        public void connected(InetAddress server) {
            steps.ok(server.getHostAddress());
            steps.ok("");
        }

        @Override
        public void secured(String protection) {
            steps.ok(protection);
        }
    }
}
