// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.email.view.BodyLists;
import org.pabal.jmap.email.view.BodyPart;
import org.pabal.jmap.email.view.BodyValue;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.mailview.html.CleanHtml;
import org.pabal.jmap.mailview.html.HtmlCleaner;
import org.pabal.jmap.mailview.html.Pictures;
import org.pabal.jmap.mailview.html.PlainText;
import org.pabal.jmap.mailview.link.ShownLink;
import org.pabal.jmap.mailview.link.WrittenLinks;
import org.pabal.mailbox.EmailId;

/// The text of one message, as HTML and as plain text. Each part is read by itself, so that none opens
/// what another one closes (THREATS W09). For one thread.
final class ShownBody {
    private static final int MAX_PARTS = 50;
    private static final int MAX_TEXT_OCTETS = 2 << 20;
    private static final int MAX_HTML_OCTETS = 6 << 20;

    private final StringBuilder html = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<String> charsetProblems = new ArrayList<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final List<ShownLink> links = new ArrayList<>();
    private boolean hasHtml;
    private boolean whole = true;
    private int remotePictures;

    /// @param pictures those in HTML
    static ShownBody of(
            BodyLists lists,
            EmailId email,
            OpenMessage message,
            Pictures pictures,
            GivenLinks given) {
        ShownBody body = new ShownBody();
        body.hasHtml = lists.html().stream().anyMatch(part -> part.type().equals("text/html"));
        if (body.hasHtml) {
            lists.html().stream()
                    .limit(MAX_PARTS)
                    .forEach(part -> body.add(part, email, message, pictures, given));
        }
        lists.text().stream().limit(MAX_PARTS).forEach(part -> body.addText(part, message));
        if (!body.hasHtml) {
            body.links.addAll(WrittenLinks.in(body.text()));
        }
        return body;
    }

    private void add(
            BodyPart part,
            EmailId email,
            OpenMessage message,
            Pictures pictures,
            GivenLinks given) {
        if (GivenLinks.isPicture(part)) {
            add(HtmlCleaner.ofPicture(given.part(email, part), part.name().orElse("")));
        } else if (part.isText()) {
            String value = read(part, message, MAX_HTML_OCTETS - html.length());
            add(
                    part.type().equals("text/html")
                            ? HtmlCleaner.clean(value, pictures)
                            : HtmlCleaner.ofText(value));
        }
    }

    private void add(CleanHtml part) {
        html.append(html.isEmpty() ? "" : "<hr>").append(part.html());
        remotePictures += part.remotePictures();
        hosts.addAll(part.remoteHosts());
        links.addAll(part.links());
        whole &= part.whole();
    }

    private void addText(BodyPart part, OpenMessage message) {
        if (part.isText()) {
            boolean isHtml = part.type().equals("text/html");
            int most = isHtml ? MAX_HTML_OCTETS : MAX_TEXT_OCTETS - text.length();
            String value = read(part, message, most);
            text.append(text.isEmpty() ? "" : "\n").append(isHtml ? PlainText.of(value) : value);
        }
    }

    private String read(BodyPart part, OpenMessage message, int most) {
        BodyValue value = BodyValue.read(message, part, 0, Math.max(1, most));
        String id = part.id().orElse("");
        if (value.isEncodingProblem() && !charsetProblems.contains(id)) {
            charsetProblems.add(id);
        }
        whole &= !value.isTruncated();
        return value.value();
    }

    /// Empty where the message has plain text only.
    Optional<String> html() {
        return hasHtml ? Optional.of(html.toString()) : Optional.empty();
    }

    String text() {
        return text.toString();
    }

    /// Parts whose octets are not what their charset says.
    List<String> charsetProblems() {
        return charsetProblems;
    }

    int remotePictures() {
        return remotePictures;
    }

    Set<String> remoteHosts() {
        return hosts;
    }

    List<ShownLink> links() {
        return links;
    }

    boolean isWhole() {
        return whole;
    }
}
