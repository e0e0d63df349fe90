# The shells of the course side by side (dash, bash, busybox), tini, procps' ps and busybox' tiny web server.
ARG BASE
FROM ${BASE} AS build
RUN apt-get -o Acquire::Check-Valid-Until=false update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        bash busybox dash procps tini util-linux
COPY collect.sh /collect.sh
RUN bash /collect.sh /out /bin/bash /bin/busybox /bin/dash /usr/bin/ps /usr/bin/tini /usr/bin/ipcmk /usr/bin/ipcs \
 && ln -s dash /out/usr/bin/sh \
 && for applet in $(busybox --list); do [ -e "/out/usr/bin/$applet" ] || ln -s busybox "/out/usr/bin/$applet"; done \
 && mkdir -p /out/etc /out/root /out/run /out/tmp /out/var/www && chmod 1777 /out/tmp \
 && printf 'root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33:www-data:/var/www:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' > /out/etc/passwd \
 && printf 'root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n' > /out/etc/group

FROM scratch
COPY --from=build /out/ /
ENV PATH=/usr/bin
CMD ["/bin/sh"]
