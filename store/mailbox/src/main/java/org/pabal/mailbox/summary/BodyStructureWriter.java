// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.message.mime.MimeContent;
import org.pabal.message.mime.MimePart;

/// Writes BODYSTRUCTURE, and BODY, which is the same without extension data. RFC 9051 §7.5.2.
public final class BodyStructureWriter {
    private final StringBuilder out = new StringBuilder(256);
    private final boolean extended;

    private BodyStructureWriter(boolean extended) {
        this.extended = extended;
    }

    public static byte[] bodyStructure(MimePart root) {
        return write(root, true);
    }

    public static byte[] body(MimePart root) {
        return write(root, false);
    }

    private static byte[] write(MimePart root, boolean extended) {
        BodyStructureWriter writer = new BodyStructureWriter(extended);
        writer.part(root);
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// `body = "(" (body-type-1part / body-type-mpart) ")"`
    private void part(MimePart part) {
        out.append('(');
        if (part.isMultipart()) {
            multipart(part);
        } else {
            single(part);
        }
        out.append(')');
    }

    /// `body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]`
    private void multipart(MimePart part) {
        part.children().forEach(this::part);
        string(part.content().subtype());
        if (extended) {
            out.append(' ');
            parameters(part.content().parameters());
            extension(part.content());
        }
    }

    /// `body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]`
    private void single(MimePart part) {
        MimeContent content = part.content();
        if (part.isMessage()) {
            mediaType(content.type(), content.subtype());
            fields(part);
            EnvelopeWriter.write(out.append(' '), part.children().getFirst().header());
            out.append(' ');
            part(part.children().getFirst());
            out.append(' ').append(part.bodyLines());
        } else if (content.type().equals("text")) {
            mediaType(content.type(), content.subtype());
            fields(part, withCharset(content.parameters()));
            out.append(' ').append(part.bodyLines());
        } else if (needsChildren(content)) {
            mediaType("application", "octet-stream");
            fields(part);
        } else {
            mediaType(content.type(), content.subtype());
            fields(part);
        }
        if (extended) {
            out.append(' ');
            nstring(content.md5().orElse(null));
            extension(content);
        }
    }

    /// What says that it has parts, and is a leaf to us, would have no form in the grammar.
    private static boolean needsChildren(MimeContent content) {
        return content.type().equals("multipart")
                || content.type().equals("message")
                        && (content.subtype().equals("rfc822")
                                || content.subtype().equals("global"));
    }

    private void mediaType(String type, String subtype) {
        ImapText.string(out, ImapText.ofText(type));
        string(subtype);
    }

    /// `body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
    /// body-fld-octets`
    private void fields(MimePart part) {
        fields(part, part.content().parameters());
    }

    /// The default of RFC 2046 §4.1.2 spelled out, as clients have come to expect.
    private static Map<String, String> withCharset(Map<String, String> parameters) {
        if (parameters.containsKey("charset")) {
            return parameters;
        }
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("charset", "us-ascii");
        return all;
    }

    private void fields(MimePart part, Map<String, String> parameters) {
        MimeContent content = part.content();
        out.append(' ');
        parameters(parameters);
        out.append(' ');
        nstring(content.id().orElse(null));
        out.append(' ');
        nstring(content.description().orElse(null));
        string(content.transferEncoding());
        out.append(' ').append(part.bodyOctets());
    }

    /// `body-fld-dsp SP body-fld-lang SP body-fld-loc`
    private void extension(MimeContent content) {
        out.append(' ');
        disposition(content);
        out.append(' ');
        languages(content.languages());
        out.append(' ');
        nstring(content.location().orElse(null));
    }

    /// `body-fld-dsp = "(" string SP body-fld-param ")" / nil`
    private void disposition(MimeContent content) {
        if (content.disposition().isEmpty()) {
            out.append("NIL");
            return;
        }
        out.append('(');
        ImapText.string(out, ImapText.ofText(content.disposition().get()));
        out.append(' ');
        parameters(content.dispositionParameters());
        out.append(')');
    }

    /// `body-fld-lang = nstring / "(" string *(SP string) ")"`
    private void languages(List<String> languages) {
        if (languages.size() < 2) {
            nstring(languages.isEmpty() ? null : languages.getFirst());
            return;
        }
        out.append('(');
        for (int i = 0; i < languages.size(); i++) {
            out.append(i == 0 ? "" : " ");
            ImapText.string(out, ImapText.ofText(languages.get(i)));
        }
        out.append(')');
    }

    /// `body-fld-param = "(" string SP string *(SP string SP string) ")" / nil`
    private void parameters(Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            out.append("NIL");
            return;
        }
        char before = '(';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            out.append(before);
            parameter(parameter.getKey(), parameter.getValue());
            before = ' ';
        }
        out.append(')');
    }

    private void parameter(String name, String given) {
        String value = ImapText.readable(given);
        if (ImapText.isAscii(value)) {
            ImapText.string(out, ImapText.ofText(name));
            string(value);
        } else {
            ImapText.string(out, ImapText.ofText(name) + "*");
            string(ExtendedParameter.of(value));
        }
    }

    private void string(String text) {
        ImapText.string(out.append(' '), ImapText.ofText(text));
    }

    private void nstring(@org.jspecify.annotations.Nullable String text) {
        ImapText.nstring(out, text == null ? null : ImapText.ofText(text));
    }
}
