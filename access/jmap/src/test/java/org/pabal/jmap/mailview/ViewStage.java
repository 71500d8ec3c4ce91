// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.http.Homes;
import org.pabal.http.HttpHandler;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.TextIndex;

/// With views of mails, and a server of the web that mails name.
final class ViewStage extends JmapStage {
    private static final Pattern RECEIVES =
            Pattern.compile("(\\w+) receives in (\\S+) as (\\[.*?])(?: judged \\[(.*?)])?: (.*)");
    private static final byte[] KEY = new byte[32];

    final OtherServer other;
    final Set<String> sessions = new HashSet<>();
    private @Nullable MailViews views;

    ViewStage() throws IOException {
        this(Files.createTempDirectory("pabal-view"));
    }

    private ViewStage(Path folder) throws IOException {
        other = new OtherServer(folder.resolve("tls"));
    }

    MailViews views() {
        MailViews made = views;
        if (made == null) {
            try {
                made =
                        new MailViews(
                                new MailViews.Parts(
                                        store,
                                        TextIndex.NONE,
                                        directory,
                                        storage,
                                        clock,
                                        KEY::clone,
                                        (_, id) -> sessions.contains(id),
                                        Optional.of(other.posts()),
                                        other.fetches(InetAddress::isLoopbackAddress)));
            } catch (IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
            views = made;
        }
        return made;
    }

    @Override
    protected List<Capability> moreCapabilities() {
        return List.of(views().capability());
    }

    @Override
    protected List<JmapMethod> moreMethods() {
        return views().methods();
    }

    /// What a browser gets by a link of ours, without a cookie.
    FakeExchange visit(String link, String... fields) throws IOException {
        String path = link.replaceFirst("^https?://mail\\.example\\.org", "");
        HttpHandler page = path.startsWith("/px/") ? views().pictures(Homes.NONE) : views().parts(Homes.NONE);
        FakeExchange exchange = new FakeExchange("GET", path);
        for (int i = 0; i < fields.length; i += 2) {
            exchange.with(fields[i], fields[i + 1]);
        }
        page.handle(exchange);
        return exchange;
    }

    @Override
    public void given(String sentence) throws Exception {
        Matcher receives = RECEIVES.matcher(sentence);
        if (receives.matches()) {
            String found = receives.group(3).substring(1, receives.group(3).length() - 1);
            receive(
                    receives.group(1),
                    receives.group(2),
                    found,
                    receives.group(4) == null ? "" : receives.group(4).translateEscapes(),
                    receives.group(5).replace("{shop}", other.url("")).translateEscapes());
        } else {
            super.given(sentence);
        }
    }

    /// @param found what is kept of what was found about the sender
    /// @param judged what is kept of what the spam filter said
    void receive(String who, String mailbox, String found, String judged, String text)
            throws Exception {
        try (MessageIntake intake = store.newMessage()) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            intake.write(octets, 0, octets.length);
            store.file(
                    List.of(
                            new Filing(
                                    account(who),
                                    MailboxName.of(mailbox),
                                    intake.finish().found(found).judged(judged),
                                    Flags.NONE,
                                    clock.instant(),
                                    text)),
                    List.of());
        }
    }

    @Override
    public void close() {
        other.close();
        super.close();
    }
}
