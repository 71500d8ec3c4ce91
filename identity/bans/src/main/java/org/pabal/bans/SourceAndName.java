// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

/// A name that is tried from somewhere.
public record SourceAndName(Source source, String name) {}
