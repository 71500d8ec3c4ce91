// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.pabal.jmap.mailview.html.HtmlPolicy.Fate;
import org.pabal.jmap.mailview.link.LinkTarget;
import org.pabal.jmap.mailview.link.ShownLink;
import org.pabal.jmap.mailview.link.WebAddress;

/// Reads HTML of a stranger as browsers do, and writes anew what of it is shown. For one text and one
/// thread. What it costs is bounded: by octets before it is read, by depth while it is, and by nodes
/// after that.
public final class HtmlCleaner {
    /// More is cut.
    public static final int MAX_CHARS = 4 << 20;

    private static final int MAX_DEPTH = 200;
    private static final int MAX_NODES = 150_000;
    private static final int MAX_ATTRIBUTES = 60;
    private static final int MAX_LINKS = 500;
    private static final int MAX_HOSTS = 50;
    private static final int MAX_DATA_CHARS = 4 << 20;
    private static final Pattern RASTER_DATA =
            Pattern.compile(
                    "data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\\s]*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern PIXEL = Pattern.compile("[0-2](?:px)?");
    private static final Pattern ID = Pattern.compile("[^\\p{Cntrl}\\s<>\"]{1,200}");

    private final Pictures pictures;
    private final StyleCleaner styles = new StyleCleaner();
    private final StringBuilder sheets = new StringBuilder();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final List<ShownLink> links = new ArrayList<>();
    private Map<String, String> root = Map.of("class", Selectors.ROOT);
    private int remotePictures;
    private int nodes;

    private HtmlCleaner(Pictures pictures) {
        this.pictures = pictures;
    }

    public static CleanHtml clean(String html, Pictures pictures) {
        return new HtmlCleaner(pictures).clean(html);
    }

    /// Plain text as it stands, among texts in HTML.
    public static CleanHtml ofText(String text) {
        HtmlWriter out = new HtmlWriter(text.length() + 100);
        out.open("div", Map.of("class", Selectors.ROOT));
        out.open("div", Map.of("style", "white-space:pre-wrap;"));
        out.text(text.substring(0, Math.min(text.length(), MAX_CHARS)));
        return new CleanHtml(out.finish(), 0, List.of(), List.of(), text.length() <= MAX_CHARS);
    }

    /// A picture that stands by itself.
    public static CleanHtml ofPicture(String link, String name) {
        HtmlWriter out = new HtmlWriter(300);
        out.open("div", Map.of("class", Selectors.ROOT));
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("src", link);
        attributes.put("alt", name);
        out.open("img", attributes);
        return new CleanHtml(out.finish(), 0, List.of(), List.of(), true);
    }

    /// The tree as this class sees it: bounded in depth.
    static Document parse(String html) {
        return Parser.htmlParser().setMaxDepth(MAX_DEPTH).parseInput(html, "");
    }

    private CleanHtml clean(String html) {
        Document document = parse(html.substring(0, Math.min(html.length(), MAX_CHARS)));
        HtmlWriter out = new HtmlWriter(Math.min(html.length(), 1 << 20));
        document.filter(new Copying(out));
        String body = out.finish();
        HtmlWriter whole = new HtmlWriter(200);
        whole.open("div", root);
        String style = sheets.isEmpty() ? "" : "<style>" + sheets + "</style>";
        String opened = whole.finish();
        int end = opened.length() - "</div>".length();
        return new CleanHtml(
                opened.substring(0, end) + style + body + "</div>",
                remotePictures,
                List.copyOf(hosts),
                links,
                html.length() <= MAX_CHARS && nodes <= MAX_NODES);
    }

    /// Walks through the tree without calling itself.
    private final class Copying implements NodeFilter {
        private final HtmlWriter out;

        Copying(HtmlWriter out) {
            this.out = out;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (++nodes > MAX_NODES) {
                return FilterResult.STOP;
            }
            if (node instanceof TextNode text) {
                out.text(text.getWholeText());
                return FilterResult.CONTINUE;
            }
            return node instanceof Element element ? open(element) : FilterResult.SKIP_ENTIRELY;
        }

        private FilterResult open(Element element) {
            String name = name(element);
            if (name.equals("style")) {
                sheets.append(styles.sheet(element.data()));
            }
            if (name.equals("body")) {
                root = attributes(element, "div");
                root.merge("class", Selectors.ROOT, (its, ours) -> ours + " " + its);
            }
            return switch (HtmlPolicy.of(name)) {
                case DROPPED -> FilterResult.SKIP_ENTIRELY;
                case UNWRAPPED -> FilterResult.CONTINUE;
                case KEPT -> {
                    Map<String, String> attributes = attributes(element, name);
                    boolean shown =
                            !name.equals("img")
                                    || attributes.containsKey("src")
                                    || attributes.containsKey("alt");
                    if (!shown) {
                        yield FilterResult.SKIP_ENTIRELY;
                    }
                    out.open(name, attributes);
                    if (name.equals("a")) {
                        note(element);
                    }
                    yield FilterResult.CONTINUE;
                }
            };
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element && HtmlPolicy.of(name(element)) == Fate.KEPT) {
                out.close(name(element));
            }
            return FilterResult.CONTINUE;
        }
    }

    /// Elements of other languages that are called as one of HTML are read by other rules.
    private static String name(Element element) {
        return element.tag().namespace().equals(Parser.NamespaceHtml)
                ? element.normalName()
                : "svg";
    }

    private Map<String, String> attributes(Element element, String name) {
        Map<String, String> kept = new LinkedHashMap<>();
        int seen = 0;
        for (Attribute attribute : element.attributes()) {
            if (++seen > MAX_ATTRIBUTES) {
                break;
            }
            String key = attribute.getKey().toLowerCase(Locale.ROOT);
            attribute(element, name, key, attribute.getValue())
                    .ifPresent(value -> kept.putIfAbsent(key, value));
        }
        if (kept.containsKey("href")) {
            kept.put("rel", "noopener noreferrer nofollow");
        }
        return kept;
    }

    private Optional<String> attribute(Element element, String name, String key, String value) {
        return switch (key) {
            case "style" -> Optional.of(styles.attribute(value)).filter(style -> !style.isEmpty());
            case "id" -> identifier(value);
            case "name" -> name.equals("a") ? identifier(value) : Optional.empty();
            case "href" ->
                    name.equals("a")
                            ? LinkTarget.parse(value).map(LinkTarget::href)
                            : Optional.empty();
            case "src" -> name.equals("img") ? picture(element, value) : Optional.empty();
            default -> HtmlPolicy.keeps(name, key, value) ? Optional.of(value) : Optional.empty();
        };
    }

    private static Optional<String> identifier(String value) {
        if (!ID.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                value.startsWith(Selectors.ID_PREFIX) ? value : Selectors.ID_PREFIX + value);
    }

    private Optional<String> picture(Element image, String source) {
        String plain = source.strip();
        if (plain.regionMatches(true, 0, "cid:", 0, 4)) {
            return pictures.inline(decoded(plain.substring(4)));
        }
        if (plain.regionMatches(true, 0, "data:", 0, 5)) {
            return plain.length() <= MAX_DATA_CHARS && RASTER_DATA.matcher(plain).matches()
                    ? Optional.of(plain)
                    : Optional.empty();
        }
        Optional<WebAddress> address = WebAddress.parse(source);
        if (address.isEmpty() || isPixel(image)) {
            return Optional.empty();
        }
        remotePictures++;
        if (hosts.size() < MAX_HOSTS) {
            hosts.add(address.get().host());
        }
        return pictures.remote(address.get());
    }

    private static String decoded(String cid) {
        try {
            return URLDecoder.decode(cid.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return cid;
        }
    }

    /// Made to be fetched, not to be seen.
    private static boolean isPixel(Element image) {
        return PIXEL.matcher(image.attr("width").strip()).matches()
                || PIXEL.matcher(image.attr("height").strip()).matches();
    }

    private void note(Element link) {
        if (links.size() < MAX_LINKS) {
            LinkTarget.parse(link.attr("href"))
                    .flatMap(LinkTarget::web)
                    .ifPresent(web -> links.add(ShownLink.of(shortText(link), web)));
        }
    }

    /// Without looking through more of what is in it than anybody reads.
    private static String shortText(Element link) {
        StringBuilder text = new StringBuilder();
        int[] seen = new int[1];
        link.filter((node, _) -> {
            if (node instanceof TextNode part) {
                text.append(part.getWholeText());
            }
            return ++seen[0] > 200 || text.length() > 2_000
                    ? NodeFilter.FilterResult.STOP
                    : NodeFilter.FilterResult.CONTINUE;
        });
        return text.toString();
    }
}
