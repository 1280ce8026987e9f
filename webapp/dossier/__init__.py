"""One package as its reader knows it: files, remarks, expertise, stream, and the facts its route asks for.

No pages of its own: packages, assembly, remarks, expertise and reports read here, so that none reads another."""
