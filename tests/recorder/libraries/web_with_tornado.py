"""Another framework's loop is asyncio's, too."""

import asyncio

import tornado.gen
import tornado.httpclient
import tornado.httpserver
import tornado.netutil
import tornado.web


class Hello(tornado.web.RequestHandler):
    async def get(self):
        await tornado.gen.sleep(0.05)
        self.write("hello " + self.get_argument("name"))


async def main():
    (sockets,) = [tornado.netutil.bind_sockets(0, "127.0.0.1")]
    server = tornado.httpserver.HTTPServer(tornado.web.Application([("/", Hello)]))
    server.add_sockets(sockets)
    client = tornado.httpclient.AsyncHTTPClient()
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/?name="
    answers = await asyncio.gather(*(client.fetch(url + name) for name in ("ann", "bob")))
    print([answer.body.decode() for answer in answers])
    server.stop()


asyncio.run(main())
