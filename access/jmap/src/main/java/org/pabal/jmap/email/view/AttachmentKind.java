// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pabal.message.mime.MimePart;

/// What people look for among the files of mails: by the type of a part, or by its name where the type
/// says nothing. Under the capability `urn:pabal:params:jmap:attachmentkind`.
public enum AttachmentKind {
    IMAGE("image"),
    PDF("pdf");

    private static final Set<String> PICTURES =
            Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "bmp", "tif", "tiff");

    /// Types of programs that do not know what they send.
    private static final Set<String> ANYTHING =
            Set.of(
                    "application/octet-stream",
                    "application/download",
                    "application/force-download");

    private final String word;

    AttachmentKind(String word) {
        this.word = word;
    }

    /// As filters name it.
    public String word() {
        return word;
    }

    public static Optional<AttachmentKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /// Whether a message carries one. Pictures that an HTML text shows are part of that text.
    public boolean isIn(MimePart root) {
        BodyLists lists = BodyLists.of(BodyPart.of(root));
        return Stream.of(lists.attachments(), lists.text(), lists.html())
                .flatMap(parts -> parts.stream())
                .filter(part -> part.cid().isEmpty() || part.isAttached() || !part.isInlineMedia())
                .anyMatch(this::is);
    }

    private boolean ends(String ending) {
        return switch (this) {
            case IMAGE -> PICTURES.contains(ending);
            case PDF -> ending.equals("pdf");
        };
    }

    private boolean is(BodyPart part) {
        String type = part.type();
        boolean named = part.name().map(AttachmentKind::ending).filter(this::ends).isPresent();
        return switch (this) {
                    case IMAGE -> type.startsWith("image/");
                    case PDF -> type.equals("application/pdf") || type.equals("application/x-pdf");
                }
                || ANYTHING.contains(type) && named;
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
