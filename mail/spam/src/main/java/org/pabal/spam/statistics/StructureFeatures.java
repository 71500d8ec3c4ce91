// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.Locale;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.MimePart;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.reading.attachment.Attachment;
import org.pabal.spam.reading.html.HtmlFacts;
import org.pabal.spam.reading.link.Link;

/// Features of how the mail is made: its parts, links, files and HTML.
final class StructureFeatures {
    private static final int SCHEME = 90;
    private static final int LINK_HOST = 92;
    private static final int LINK_FACT = 93;
    private static final int LINK_PATH = 95;
    private static final int PART = 100;
    private static final int ENCODING = 101;
    private static final int CHARSET = 102;
    private static final int DISPOSITION = 103;
    private static final int PARTS_OF = 104;
    private static final int PART_SIZE = 105;
    private static final int FILE = 106;
    private static final int HTML = 110;
    private static final int CONCEALED = 111;
    private static final int LETTERS = 112;
    private static final int ODDITY = 113;
    private static final int TEXT_SIZE = 114;

    private static final int MAX_PARTS = 50;
    private static final int MAX_DEPTH = 5;
    private static final int MAX_LINKS = 100;
    private static final int MAX_PATH_CHARS = 200;

    private StructureFeatures() {}

    static void read(MailReading mail, FeatureCollector into) {
        parts(mail.scan().root(), 0, MAX_PARTS, into);
        mail.links().stream().limit(MAX_LINKS).forEach(link -> link(link, into));
        add(LINK_FACT, "links " + magnitude(mail.links().size()), into);
        mail.attachments().forEach(file -> file(file, into));
        html(mail.html(), into);
        letters(mail, into);
        mail.oddities().forEach(oddity -> add(ODDITY, oddity.name(), into));
        add(TEXT_SIZE, "text " + magnitude(mail.text().length()), into);
        add(TEXT_SIZE, "hidden " + magnitude(mail.hiddenText().length()), into);
    }

    /// Returns how many parts may still be looked at.
    private static int parts(MimePart part, int depth, int room, FeatureCollector into) {
        MimeContent content = part.content();
        String type = content.type() + "/" + content.subtype();
        add(PART, depth + type, into);
        add(ENCODING, content.transferEncoding(), into);
        add(ENCODING, type + content.transferEncoding(), into);
        add(CHARSET, lower(content.parameters().getOrDefault("charset", "-")), into);
        add(DISPOSITION, content.disposition().orElse("-") + content.type(), into);
        add(PART_SIZE, content.type() + magnitude(part.bodyOctets()), into);
        StringBuilder children = new StringBuilder();
        int left = room - 1;
        for (MimePart child : part.children()) {
            if (left <= 0 || depth == MAX_DEPTH) {
                break;
            }
            children.append(child.content().type())
                    .append('/')
                    .append(child.content().subtype())
                    .append(' ');
            left = parts(child, depth + 1, left, into);
        }
        if (!children.isEmpty()) {
            add(PARTS_OF, children, into);
        }
        return left;
    }

    private static void link(Link link, FeatureCollector into) {
        add(SCHEME, link.place() + link.scheme(), into);
        link.tricks().forEach(trick -> add(LINK_FACT, trick.name(), into));
        if (link.host().isEmpty()) {
            return;
        }
        add(LINK_HOST, link.host(), into);
        if (!link.domain().isEmpty()) {
            add(LINK_HOST, link.domain(), into);
            add(LINK_FACT, link.domain().substring(link.domain().indexOf('.') + 1), into);
        }
        path(link.path(), into);
    }

    private static void path(String path, FeatureCollector into) {
        String lower = lower(path.substring(0, Math.min(path.length(), MAX_PATH_CHARS)));
        int start = 0;
        for (int at = 0; at <= lower.length(); at++) {
            if (at == lower.length() || "/?&=.#+".indexOf(lower.charAt(at)) >= 0) {
                if (at - start > 1 && at - start < 20) {
                    add(LINK_PATH, lower.substring(start, at), into);
                }
                start = at + 1;
            }
        }
        add(LINK_FACT, "path " + magnitude(path.length()), into);
    }

    private static void file(Attachment file, FeatureCollector into) {
        String name = lower(file.name());
        int dot = name.lastIndexOf('.');
        if (dot >= 0) {
            add(FILE, name.substring(dot), into);
        }
        add(FILE, file.kind().name(), into);
        add(FILE, lower(file.declaredType()), into);
        add(FILE, name, into);
        add(FILE, "size " + magnitude(file.octets()), into);
        file.traits().forEach(trait -> add(FILE, trait.name(), into));
        file.members().stream()
                .limit(MAX_PARTS)
                .forEach(member -> add(FILE, "member " + member.kind().name(), into));
    }

    private static void html(HtmlFacts html, FeatureCollector into) {
        for (HtmlFacts.Counted counted : HtmlFacts.Counted.values()) {
            if (html.has(counted)) {
                add(HTML, counted.name(), into);
                add(HTML, counted.name() + magnitude(html.count(counted)), into);
            }
        }
        for (HtmlFacts.Concealment how : HtmlFacts.Concealment.values()) {
            if (html.concealed(how) > 0) {
                add(CONCEALED, how.name(), into);
                add(CONCEALED, how.name() + magnitude(html.concealed(how)), into);
            }
        }
        if (!html.isThere()) {
            add(HTML, "none", into);
        }
    }

    private static void letters(MailReading mail, FeatureCollector into) {
        var letters = mail.letters();
        share("latin", letters.latin(), letters.letters(), into);
        share("hangul", letters.hangul(), letters.letters(), into);
        share("han", letters.han(), letters.letters(), into);
        share("kana", letters.kana(), letters.letters(), into);
        share("cyrillic", letters.cyrillic(), letters.letters(), into);
        share("other", letters.other(), letters.letters(), into);
        share("invisible", letters.invisible(), letters.letters(), into);
    }

    private static void share(String script, int count, int letters, FeatureCollector into) {
        if (count > 0) {
            add(LETTERS, script + 10L * count / Math.max(letters, 1), into);
        }
    }

    /// 0 to 32: twice as much is one more.
    private static int magnitude(long count) {
        return 64 - Long.numberOfLeadingZeros(Math.max(count, 0));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static void add(int family, CharSequence word, FeatureCollector into) {
        into.add(FeatureGroup.STRUCTURE, family, word);
    }
}
