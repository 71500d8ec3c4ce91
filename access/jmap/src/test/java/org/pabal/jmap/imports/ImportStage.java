// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pabal.fetch.FetchConnector.Progress;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.FetchLimits;
import org.pabal.fetch.FetchLogin;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.ImapFetcher;
import org.pabal.fetch.testing.OtherImapServer;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.document.Documents.Document;
import org.pabal.jmap.email.submission.SendingStage;
import org.pabal.jmap.imports.MailPlaces.Place.Said;
import org.pabal.message.Domain;

/// A stage beside another mail server, `imap.example.net`, where bob has the password `secret`.
final class ImportStage extends SendingStage {
    static final FetchSource BOB =
            new FetchSource(
                    "imap.example.net",
                    993,
                    FetchSource.Security.TLS,
                    new FetchLogin.Password("bob", "secret", Optional.empty()));

    final OtherImapServer other = new OtherImapServer();
    private final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();
    Imports imports = imports(1_000_000);

    Imports imports(long maxOctets) {
        Imports made =
                new Imports(
                        storage,
                        store,
                        directory,
                        this::open,
                        ImportStage::place,
                        clock,
                        new ImportLimits(2, 1, maxOctets, Duration.ofDays(3)));
        made.tell((_, _, state) -> news.add(state));
        return made;
    }

    private static MailPlaces.Place place(Domain domain) {
        return switch (domain.name()) {
            case "example.net" -> new Said("imap.example.net", 993, FetchSource.Security.TLS, true);
            case "hosted.example" ->
                    new Said("imap.example.net", 143, FetchSource.Security.STARTTLS, false);
            case "pop.example" -> new MailPlaces.Place.NotOffered();
            case "broken.example" -> new MailPlaces.Place.Unknown("no response in time");
            default -> new MailPlaces.Place.Unsaid();
        };
    }

    private ImapFetcher open(FetchSource source, Progress progress) throws IOException {
        if (!source.host().equals("imap.example.net")) {
            throw new FetchException(Reason.NO_SUCH_HOST, source.host());
        }
        return ImapFetcher.over(other.connect(), FetchLimits.standard());
    }

    /// Another process begins on the same storage.
    void startAgain() {
        imports.close();
        imports = imports(1_000_000);
    }

    ImportJob job(String id) {
        return new ImportJob(
                imports.documents()
                        .find(account("alice").id(), id)
                        .map(Document::json)
                        .orElseThrow());
    }

    /// Waits until a job is as it should be, looking at it whenever it is told to have changed.
    ImportJob await(String id, ImportState... wanted) {
        try {
            for (ImportJob job = job(id); ; job = job(id)) {
                boolean waits =
                        job.state() == ImportState.WAITING && job.json().path("trouble").isNull();
                if (List.of(wanted).contains(job.state()) && !waits) {
                    return job;
                }
                assertThat(news.poll(20, TimeUnit.SECONDS)).as(job.json().toString()).isNotNull();
            }
        } catch (InterruptedException over) {
            throw new AssertionError(over);
        }
    }

    @Override
    protected List<Capability> moreCapabilities() {
        return List.of(imports.capability());
    }

    @Override
    protected List<JmapMethod> moreMethods() {
        return imports.methods();
    }

    @Override
    public void given(String sentence) throws Exception {
        if (sentence.startsWith("there bob has ")) {
            String[] words = sentence.substring("there bob has ".length()).split(" in ");
            for (int i = 0; i < Integer.parseInt(words[0]); i++) {
                add(words[1], i);
            }
        } else if (sentence.equals("the import is over")) {
            String id = imports.documents().list(account("alice").id()).getLast().id();
            await(id, ImportState.DONE, ImportState.FAILED);
        } else if (sentence.equals("the import waits")) {
            String id = imports.documents().list(account("alice").id()).getLast().id();
            await(id, ImportState.WAITING);
        } else if (sentence.equals("the other server breaks off")) {
            other.breakAfter(0);
        } else {
            super.given(sentence);
        }
    }

    void add(String folder, int number) {
        other.folder(folder, "")
                .add(
                        "\\Seen",
                        "Message-ID: <"
                                + folder
                                + number
                                + "@x>\r\nSubject: "
                                + number
                                + "\r\n\r\nHi\r\n");
    }

    @Override
    public void close() {
        imports.close();
        super.close();
    }
}
