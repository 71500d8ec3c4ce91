// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.MimePart;

/// A part as JMAP sees it: a message inside is a leaf. RFC 8621 §4.1.4.
///
/// @param id its number as IMAP counts parts, RFC 9051 §6.4.5; empty for a multipart
public record BodyPart(Optional<String> id, MimePart part, List<BodyPart> children) {

    public static BodyPart of(MimePart root) {
        return root.isMultipart() ? multipart(root, "") : leaf(root, "1");
    }

    private static BodyPart leaf(MimePart part, String number) {
        return new BodyPart(Optional.of(number), part, List.of());
    }

    private static BodyPart multipart(MimePart part, String prefix) {
        List<BodyPart> children = new ArrayList<>(part.children().size());
        int number = 1;
        for (MimePart child : part.children()) {
            String its = prefix + number++;
            children.add(child.isMultipart() ? multipart(child, its + ".") : leaf(child, its));
        }
        return new BodyPart(Optional.empty(), part, children);
    }

    /// The part of a number; empty for one that no part has.
    public static Optional<MimePart> find(MimePart root, String number) {
        return BodyPart.of(root).find(number).map(BodyPart::part);
    }

    private Optional<BodyPart> find(String number) {
        if (id.isPresent()) {
            return id.get().equals(number) ? Optional.of(this) : Optional.empty();
        }
        return children.stream().flatMap(child -> child.find(number).stream()).findFirst();
    }

    public boolean isMultipart() {
        return id.isEmpty();
    }

    private MimeContent content() {
        return part.content();
    }

    /// In lower case. What says that it has parts and has none is octets to us, as to IMAP.
    public String type() {
        if (!isMultipart() && content().type().equals("multipart")) {
            return "application/octet-stream";
        }
        return content().type() + "/" + content().subtype();
    }

    public boolean isText() {
        return content().type().equals("text");
    }

    /// Pictures, sound and films are shown among the text.
    public boolean isInlineMedia() {
        return switch (content().type()) {
            case "image", "audio", "video" -> true;
            default -> false;
        };
    }

    boolean isAttached() {
        return content().disposition().filter("attachment"::equals).isPresent();
    }

    /// Its file name.
    public Optional<String> name() {
        String name = content().dispositionParameters().get("filename");
        return Optional.ofNullable(name == null ? content().parameters().get("name") : name)
                .map(given -> HeaderValues.composed(HeaderText.decodeWords(given)))
                .filter(decoded -> !decoded.isEmpty());
    }

    /// Of text; `us-ascii` where nothing is said. RFC 2046 §4.1.2.
    Optional<String> charset() {
        return isText()
                ? Optional.of(content().parameters().getOrDefault("charset", "us-ascii"))
                : Optional.empty();
    }

    /// Without its angle brackets.
    public Optional<String> cid() {
        return content()
                .id()
                .map(id ->
                        id.startsWith("<") && id.endsWith(">")
                                ? id.substring(1, id.length() - 1)
                                : id)
                .filter(id -> !id.isEmpty());
    }
}
