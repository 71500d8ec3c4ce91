// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MimeContent;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.TextList;

/// What of a MIME field `header :mime` looks at. RFC 5703 §4.1.
///
/// Of Content-Type that is the media type or a parameter; Content-Disposition has one word for
/// `:type` and `:contenttype`, and an empty `:subtype`. Other fields have neither, and are empty.
///
/// @param parameters their names, for {@link Kind#PARAM}
public record MimeOption(Kind kind, Optional<TextList> parameters) {

    private enum Kind {
        TYPE,
        SUBTYPE,
        CONTENTTYPE,
        PARAM
    }

    /// `[":type" / ":subtype" / ":contenttype" / ":param" <param-list: string-list>]`
    public static Optional<MimeOption> read(Arguments in) throws ScriptError {
        Optional<String> word = in.oneOf("type", "subtype", "contenttype");
        Optional<TextList> parameters = in.taggedTexts(Extension.MIME, "param");
        if (word.isPresent()) {
            in.need(Extension.MIME, ":" + word.get());
            if (parameters.isPresent()) {
                throw in.error("`:" + word.get() + "` and `:param` exclude each other");
            }
            Kind kind = Kind.valueOf(word.get().toUpperCase(Locale.ROOT));
            return Optional.of(new MimeOption(kind, Optional.empty()));
        }
        return parameters.map(names -> new MimeOption(Kind.PARAM, Optional.of(names)));
    }

    public String tag() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    public List<String> values(Run run, HeaderField field) {
        return switch (field.name().toLowerCase(Locale.ROOT)) {
            case "content-type" -> {
                MimeContent content = MimeContent.of(field);
                yield values(run, content.type(), content.subtype(), content.parameters());
            }
            case "content-disposition" -> {
                MimeContent content = MimeContent.of(field);
                String word = content.disposition().orElse("");
                yield values(run, word, "", content.dispositionParameters());
            }
            default -> values(run, "", "", Map.of());
        };
    }

    private List<String> values(
            Run run, String type, String subtype, Map<String, String> fieldParameters) {
        return switch (kind) {
            case TYPE -> List.of(type);
            case SUBTYPE -> List.of(subtype);
            case CONTENTTYPE -> List.of(subtype.isEmpty() ? type : type + "/" + subtype);
            case PARAM -> {
                List<String> values = new ArrayList<>();
                for (String name : parameters.orElseThrow().values(run)) {
                    String value = fieldParameters.get(name.toLowerCase(Locale.ROOT));
                    if (value != null) {
                        values.add(value);
                    }
                }
                yield values;
            }
        };
    }
}
