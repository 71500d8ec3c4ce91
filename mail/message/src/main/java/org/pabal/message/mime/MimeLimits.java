// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// How much of a message's structure is followed; beyond it lies one opaque leaf. THREATS §4.
///
/// @param maxDepth parts deeper than this are leaves
/// @param maxParts the last part allowed is a leaf that reaches to the end of the message
/// @param maxParameterSegments parameters of one field, RFC 2231 segments counted singly; a
///     parameter of more segments is ignored, and so is what follows the last one allowed
/// @param maxHeaderOctets of one header section; fields beyond it are not kept
/// @param maxHeaderFields of one header section; fields beyond it are not kept
/// @param maxPartHeaderOctets kept of all header sections but the root's; a part that begins
///     beyond it is a leaf that reaches to the end of the message
/// @param previewOctets of one text part read for the preview, before decoding
public record MimeLimits(
        int maxDepth,
        int maxParts,
        int maxParameterSegments,
        int maxHeaderOctets,
        int maxHeaderFields,
        int maxPartHeaderOctets,
        int previewOctets) {

    public static final MimeLimits DEFAULT =
            new MimeLimits(100, 10_000, 1_000, 1 << 20, 10_000, 8 << 20, 64 << 10);

    public MimeLimits {
        boolean positive =
                maxDepth > 0
                        && maxParts > 0
                        && maxParameterSegments > 0
                        && maxHeaderOctets > 0
                        && maxHeaderFields > 0
                        && maxPartHeaderOctets > 0
                        && previewOctets > 0;
        if (!positive) {
            throw new IllegalArgumentException("every MIME limit must be at least 1");
        }
    }
}
