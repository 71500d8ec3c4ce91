// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which parts of a message are its text, and which are attachments. RFC 8621 §4.1.4.
public final class BodyLists {
    private static final Set<String> SIGNATURES =
            Set.of(
                    "application/pgp-signature",
                    "application/pkcs7-signature",
                    "application/x-pkcs7-signature");

    private final List<BodyPart> text = new ArrayList<>();
    private final List<BodyPart> html = new ArrayList<>();
    private final List<BodyPart> attachments = new ArrayList<>();

    private BodyLists() {}

    public static BodyLists of(BodyPart root) {
        BodyLists lists = new BodyLists();
        lists.add(List.of(root), "mixed", false, lists.text, lists.html);
        return lists;
    }

    /// To be shown where plain text is preferred.
    public List<BodyPart> text() {
        return text;
    }

    /// To be shown where HTML is preferred.
    public List<BodyPart> html() {
        return html;
    }

    public List<BodyPart> attachments() {
        return attachments;
    }

    /// Whether there is anything to be had as a file: pictures of an HTML text are not, and neither
    /// are signatures.
    boolean hasAttachment() {
        return attachments.stream().anyMatch(BodyLists::isFile);
    }

    private static boolean isFile(BodyPart part) {
        boolean inline = part.part().content().disposition().filter("inline"::equals).isPresent();
        boolean embedded = part.isInlineMedia() && part.cid().isPresent() && !part.isAttached();
        return !inline && !embedded && !SIGNATURES.contains(part.type());
    }

    /// @param subtype of the multipart around
    /// @param inAlternative within a `multipart/alternative`, near or far
    /// @param inText where plain text goes; null where an alternative has it in HTML
    /// @param inHtml likewise
    private void add(
            List<BodyPart> parts,
            String subtype,
            boolean inAlternative,
            @Nullable List<BodyPart> inText,
            @Nullable List<BodyPart> inHtml) {
        int texts = inText == null ? -1 : inText.size();
        int htmls = inHtml == null ? -1 : inHtml.size();
        List<BodyPart> toText = inText;
        List<BodyPart> toHtml = inHtml;
        boolean alternative = subtype.equals("alternative");
        for (int i = 0; i < parts.size(); i++) {
            BodyPart part = parts.get(i);
            if (part.isMultipart()) {
                String its = part.part().content().subtype();
                add(
                        part.children(),
                        its,
                        inAlternative || its.equals("alternative"),
                        toText,
                        toHtml);
            } else if (!isInline(part, i, subtype)) {
                attachments.add(part);
            } else if (alternative) {
                addAlternative(part, toText, toHtml);
            } else {
                if (inAlternative && part.type().equals("text/plain")) {
                    toHtml = null;
                }
                if (inAlternative && part.type().equals("text/html")) {
                    toText = null;
                }
                addInline(part, toText, toHtml);
            }
        }
        if (alternative && toText != null && toHtml != null) {
            if (texts == toText.size() && htmls < toHtml.size()) {
                toText.addAll(toHtml.subList(htmls, toHtml.size()));
            } else if (htmls == toHtml.size() && texts < toText.size()) {
                toHtml.addAll(toText.subList(texts, toText.size()));
            }
        }
    }

    /// Only the first part of a `multipart/related` is text, and what has a file name is text only
    /// where it comes first.
    private static boolean isInline(BodyPart part, int place, String subtype) {
        boolean media = part.isInlineMedia();
        boolean shown =
                part.type().equals("text/plain") || part.type().equals("text/html") || media;
        return shown
                && !part.isAttached()
                && (place == 0 || !subtype.equals("related") && (media || part.name().isEmpty()));
    }

    private void addAlternative(
            BodyPart part, @Nullable List<BodyPart> toText, @Nullable List<BodyPart> toHtml) {
        switch (part.type()) {
            case "text/plain" -> {
                if (toText != null) {
                    toText.add(part);
                }
            }
            case "text/html" -> {
                if (toHtml != null) {
                    toHtml.add(part);
                }
            }
            default -> attachments.add(part);
        }
    }

    private void addInline(
            BodyPart part, @Nullable List<BodyPart> toText, @Nullable List<BodyPart> toHtml) {
        if (toText != null) {
            toText.add(part);
        }
        if (toHtml != null) {
            toHtml.add(part);
        }
        if ((toText == null || toHtml == null) && part.isInlineMedia()) {
            attachments.add(part);
        }
    }
}
